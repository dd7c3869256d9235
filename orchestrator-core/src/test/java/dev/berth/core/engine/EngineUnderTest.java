package dev.berth.core.engine;

import dev.berth.core.engine.InMemoryEngine.Meddling;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.ImageSpec;
import dev.berth.core.release.InstanceName;

/** An engine that {@link EngineContract} is tried on, and what else can be done to its instances. */
public interface EngineUnderTest extends AutoCloseable {
    /** The one project of the contract. */
    ProjectName PROJECT = ProjectName.of("contract");

    /** What the process of an instance does. */
    enum Behaviour {
        /** Runs on until it is stopped. */
        RUNS,
        /** Prints {@code starting} and {@code giving up}, each on a line, and ends with code 3. */
        GIVES_UP,
        /** Ends with code 0 at once. */
        COMPLETES
    }

    /** A fresh look on an engine without anything of {@link #PROJECT} and without a reverse proxy. */
    Engine engine();

    /** An image that {@link Engine#provideImage} can get, whose instances behave so with {@link #invocation}. */
    ImageSpec image(Behaviour behaviour);

    Invocation invocation(Behaviour behaviour);

    /** Does to an instance what somebody may do behind Berth's back. */
    void meddle(InstanceName instance, Meddling what);

    /** Gives an instance {@code cpu-shares 512}, which Berth never sets. */
    void limitOtherwise(InstanceName instance);

    /** Puts something that is not ours where the instance would be; taken away again by {@link #close}. */
    void occupy(InstanceName instance);

    @Override
    void close();
}
