package dev.berth.api.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Runs one command: reads what was typed, does it, returns the exit code of contract and shell. */
final class CommandLine {
    private final Surroundings surroundings;
    private final Console console;
    private final Ticks ticks;

    CommandLine(Surroundings surroundings, Console console, Ticks ticks) {
        this.surroundings = surroundings;
        this.console = console;
        this.ticks = ticks;
    }

    int run(String... given) {
        try {
            return perform(Arguments.of(given));
        } catch (CommandFailure e) {
            console.error(new Ink(surroundings.colorOfErrors()).red("error:") + " " + e.getMessage());
            return e.exitCode();
        } catch (UncheckedIOException e) {
            return CommandFailure.WORLD; // nobody reads our output any more, so there is nobody to tell
        } catch (RuntimeException e) {
            return bug(e);
        }
    }

    private int bug(RuntimeException e) {
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack));
        console.error("error: this is a bug in berth; report it with these lines:\n" + stack);
        return Session.BUG;
    }

    private int perform(Arguments arguments) {
        if (arguments.has(Option.HELP) || arguments.verb() == Verb.HELP) {
            return HelpCommand.run(arguments, console);
        }
        if (arguments.verb() == Verb.VERSION) {
            String version = BerthVersion.text();
            console.line(arguments.json() ? "{\"version\": " + JsonText.quote(version) + "}" : "berth " + version);
            return 0;
        }
        arguments.json();
        ApiClient client = new ApiClient(DaemonAddress.of(surroundings), AccessToken.of(surroundings));
        return perform(new Session(arguments, surroundings, console, client));
    }

    private int perform(Session session) {
        switch (session.arguments().verb()) {
            case APPLY:
                return new ApplyCommand(session, ticks).run();
            case PLAN:
                return new PlanCommand(session).run();
            case DEPLOY:
            case ROLLBACK:
            case RESTART:
            case STOP:
            case START:
            case SCALE:
            case DELETE:
            case FOLLOW:
            case CANCEL:
                return new OrderCommand(session, ticks).run();
            case EXEC:
                return new ExecCommand(session).run();
            case CERTIFICATES_UPLOAD:
                return CertificateCommand.upload(session);
            case CERTIFICATES_RENEW:
                return CertificateCommand.renew(session);
            case EVENTS:
                return session.arguments().has(Option.FOLLOW)
                        ? new EventsCommand(session, ticks).run()
                        : session.show(Query.of(session.arguments()));
            case SECRET_SET:
                return SecretCommand.run(session);
            default:
                return session.show(Query.of(session.arguments()));
        }
    }
}
