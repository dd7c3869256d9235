package dev.berth.core.engine;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.Invocation;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;
import dev.berth.core.time.Timekeeper;
import org.junit.jupiter.api.Nested;

/** The double keeps the port's promises. */
final class InMemoryEngineTest {

    @Nested
    final class Surroundings extends SurroundingsContract {
        Surroundings() {
            super(new Memory());
        }
    }

    @Nested
    final class Instances extends InstanceContract {
        Instances() {
            super(new Memory());
        }
    }

    @Nested
    final class Conversation extends ConversationContract {
        Conversation() {
            super(new Memory());
        }
    }

    private static final class Memory implements EngineUnderTest {
        private final InMemoryEngine memory = new InMemoryEngine(Timekeeper.system(), new Faults());

        @Override
        public Engine engine() {
            memory.proxyIsThere(false);
            memory.script("gives-up:1", Script.exits(3, "starting", "giving up"));
            memory.script("completes:1", Script.exits(0));
            memory.unavailable("localhost:1/nobody/has-this:1");
            return memory;
        }

        @Override
        public ImageSpec image(Behaviour behaviour) {
            return new ImageSpec.Pulled(
                    switch (behaviour) {
                        case RUNS -> "runs:1";
                        case GIVES_UP -> "gives-up:1";
                        case COMPLETES -> "completes:1";
                    },
                    0);
        }

        @Override
        public Invocation invocation(Behaviour behaviour) {
            return Invocation.OF_THE_IMAGE;
        }

        @Override
        public void meddle(InstanceName instance, Meddling what) {
            memory.meddle(instance, what);
        }

        @Override
        public void limitOtherwise(InstanceName instance) {
            memory.limit(instance, "cpu-shares 512");
        }

        @Override
        public void occupy(InstanceName instance) {
            memory.occupy(instance);
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
