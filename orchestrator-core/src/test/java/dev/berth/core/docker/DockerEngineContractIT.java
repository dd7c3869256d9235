package dev.berth.core.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.ConversationContract;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineUnderTest;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.engine.InstanceContract;
import dev.berth.core.engine.SurroundingsContract;
import dev.berth.core.project.Invocation;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;

/** The Docker Engine of this machine keeps the port's promises. */
@Order(5)
final class DockerEngineContractIT {

    @Nested
    final class Surroundings extends SurroundingsContract {
        Surroundings() {
            super(new Docker());
        }
    }

    @Nested
    final class Instances extends InstanceContract {
        Instances() {
            super(new Docker());
        }
    }

    @Nested
    final class Conversation extends ConversationContract {
        Conversation() {
            super(new Docker());
        }
    }

    private static final class Docker implements EngineUnderTest {
        private final RealEngine real = new RealEngine();

        @Override
        public Engine engine() {
            return DockerEngine.connect(real.settings());
        }

        @Override
        public ImageSpec image(Behaviour behaviour) {
            return new ImageSpec.Pulled("busybox", 0);
        }

        @Override
        public Invocation invocation(Behaviour behaviour) {
            List<String> command =
                    switch (behaviour) {
                        case RUNS -> List.of("sleep", "1000");
                        case GIVES_UP -> List.of("sh", "-c", "echo starting; echo giving up; exit 3");
                        case COMPLETES -> List.of("true");
                    };
            Invocation image = Invocation.OF_THE_IMAGE;
            return new Invocation(
                    image.entrypoint(),
                    Optional.of(command),
                    image.user(),
                    image.workingDir(),
                    image.init(),
                    image.stopGracePeriod());
        }

        @Override
        public void meddle(InstanceName instance, Meddling what) {
            String name = real.instance + "-" + instance;
            switch (what) {
                case KILL -> real.api.post("/containers/" + name + "/kill").run();
                case PAUSE -> real.api.post("/containers/" + name + "/pause").run();
                case REMOVE ->
                    real.api
                            .delete("/containers/" + name)
                            .query("force", "true")
                            .run();
                case RENAME ->
                    real.api
                            .post("/containers/" + name + "/rename")
                            .query("name", real.instance + "-renamed")
                            .run();
                case CONNECT_ELSEWHERE ->
                    real.api
                            .post("/networks/bridge/connect")
                            .body(DockerApi.JSON.createObjectNode().put("Container", name))
                            .run();
                case CHANGE_LIMITS ->
                    real.api
                            .post("/containers/" + name + "/update")
                            .body(DockerApi.JSON
                                    .createObjectNode()
                                    .put("Memory", 32 << 20)
                                    .put("MemorySwap", 32 << 20)
                                    .put("NanoCpus", 250_000_000)
                                    .put("PidsLimit", 7))
                            .run();
                case CHANGE_RESTART_POLICY -> {
                    ObjectNode body = DockerApi.JSON.createObjectNode();
                    body.putObject("RestartPolicy").put("Name", "on-failure").put("MaximumRetryCount", 7);
                    real.api.post("/containers/" + name + "/update").body(body).run();
                }
                case DISCONNECT -> {
                    ObjectNode body = DockerApi.JSON.createObjectNode().put("Container", name);
                    real.api
                            .post("/networks/" + real.instance + "-"
                                    + instance.release().project() + "/disconnect")
                            .body(body)
                            .run();
                }
            }
        }

        @Override
        public void limitOtherwise(InstanceName instance) {
            real.api
                    .post("/containers/" + real.instance + "-" + instance + "/update")
                    .body(DockerApi.JSON.createObjectNode().put("CpuShares", 512))
                    .run();
        }

        @Override
        public void occupy(InstanceName instance) {
            real.foreignContainer(real.instance + "-" + instance);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
