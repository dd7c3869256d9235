package dev.berth.core.engine;

import dev.berth.core.project.Invocation;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;

/** The double keeps the port's promises. */
final class InMemoryEngineTest extends EngineContract {
    private final InMemoryEngine memory = new InMemoryEngine();

    @Override
    protected Engine engine() {
        memory.proxyIsThere(false);
        memory.script("gives-up:1", Script.exits(3, "starting", "giving up"));
        memory.script("completes:1", Script.exits(0));
        memory.unavailable("localhost:1/nobody/has-this:1");
        return memory;
    }

    @Override
    protected ImageSpec image(Behaviour behaviour) {
        return new ImageSpec.Pulled(
                switch (behaviour) {
                    case RUNS -> "runs:1";
                    case GIVES_UP -> "gives-up:1";
                    case COMPLETES -> "completes:1";
                },
                0);
    }

    @Override
    protected Invocation invocation(Behaviour behaviour) {
        return Invocation.OF_THE_IMAGE;
    }

    @Override
    protected void meddle(InstanceName instance, InMemoryEngine.Meddling what) {
        memory.meddle(instance, what);
    }

    @Override
    protected void occupy(InstanceName instance) {
        memory.occupy(instance);
    }
}
