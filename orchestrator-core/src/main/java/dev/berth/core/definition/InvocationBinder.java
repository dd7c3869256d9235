package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.Invocation;
import java.util.Optional;

/** How the process is started and stopped. */
final class InvocationBinder {
    private InvocationBinder() {}

    static Invocation bind(Fields application) {
        Optional<String> user = application.text("user");
        if (user.isPresent() && !user.get().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?")) {
            application
                    .problems()
                    .error(
                            application.at("user"),
                            "\"" + Excerpt.of(user.get()) + "\" is not a user",
                            "write a name or a number, and a group if need be, such as  user: '1000:1000'");
        }
        return new Invocation(
                CommandLine.bind(application, "entrypoint"),
                CommandLine.bind(application, "command"),
                user,
                application.text("working_dir"),
                application.flag("init"),
                application.span("stop_grace_period").orElse(Invocation.OF_THE_IMAGE.stopGracePeriod()));
    }
}
