package dev.berth.core.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineContract;
import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.Invocation;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The Docker Engine of this machine keeps the port's promises. */
final class DockerEngineContractIT extends EngineContract {
    private final RealEngine real = new RealEngine();

    @Override
    protected Engine engine() {
        return DockerEngine.connect(real.settings());
    }

    @AfterEach
    void clean() {
        real.close();
    }

    @Override
    protected ImageSpec image(Behaviour behaviour) {
        return new ImageSpec.Pulled("busybox", 0);
    }

    @Override
    protected Invocation invocation(Behaviour behaviour) {
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
    protected void meddle(InstanceName instance, Meddling what) {
        String name = real.instance + "-" + instance;
        switch (what) {
            case KILL -> real.api.post("/containers/" + name + "/kill").run();
            case PAUSE -> real.api.post("/containers/" + name + "/pause").run();
            case REMOVE -> real.api
                    .delete("/containers/" + name)
                    .query("force", "true")
                    .run();
            case DISCONNECT -> {
                ObjectNode body = DockerApi.JSON.createObjectNode().put("Container", name);
                real.api
                        .post("/networks/" + real.instance + "-" + instance.release().project() + "/disconnect")
                        .body(body)
                        .run();
            }
        }
    }

    @Override
    protected void occupy(InstanceName instance) {
        real.foreignContainer(real.instance + "-" + instance);
    }
}
