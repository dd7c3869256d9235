package dev.berth.core.route;

import dev.berth.core.engine.Faults;
import dev.berth.core.project.ProjectName;

/** The double keeps the port's promises. */
final class InMemoryRoutesTest extends RoutePublisherContract {
    private final InMemoryRoutes memory = new InMemoryRoutes(new Faults());

    @Override
    protected RoutePublisher publisher() {
        return memory;
    }

    @Override
    protected void lose(ProjectName project) {
        memory.lose(project);
    }
}
