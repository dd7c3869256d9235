package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.project.Invocation;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the process is started and stopped. */
final class InvocationBinder {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

    private InvocationBinder() {}

    static Invocation bind(Fields application) {
        Optional<String> user = application.text("user");
        if (user.isPresent() && !Fields.fits(user.get(), USER)) {
            application
                    .problems()
                    .error(
                            application.at("user"),
                            "\"" + Excerpt.of(user.get()) + "\" is not a user",
                            "write a name or a number, and a group if need be, such as  user: '1000:1000'");
        }
        SourceBinder.refusesShellVariable(application, "working_dir");
        return new Invocation(
                CommandLine.bind(application, "entrypoint"),
                CommandLine.bind(application, "command"),
                user,
                application.text("working_dir"),
                application.flag("init"),
                application.span("stop_grace_period").orElse(Invocation.OF_THE_IMAGE.stopGracePeriod()));
    }
}
