package dev.berth.api.cli;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The verbs that start a deployment, and what is done with one. */
final class OrderCommand {
    private final Session session;
    private final Arguments arguments;
    private final Ticks ticks;

    OrderCommand(Session session, Ticks ticks) {
        this.session = session;
        this.arguments = session.arguments();
        this.ticks = ticks;
    }

    int run() {
        if (arguments.verb() == Verb.FOLLOW) {
            return follow(deployment());
        }
        if (arguments.verb() == Verb.DELETE && !arguments.has(Option.YES)) {
            int shown = showWhatGoes();
            if (shown != 0) {
                return shown;
            }
            if (!consentsToDelete()) {
                throw CommandFailure.input("nothing was changed");
            }
        }
        try (ApiAnswer answer = session.ask(order())) {
            return outcome(answer);
        }
    }

    private ApiRequest order() {
        Verb verb = arguments.verb();
        switch (verb) {
            case CANCEL:
                return ApiRequest.of("DELETE", "/api/v1/deployments/" + deployment());
            case DELETE:
                return ApiRequest.of("DELETE", project() + (volumes() ? "?volumes=true" : ""));
            case DEPLOY:
                return ApiRequest.of("POST", application() + "/deployments");
            case SCALE:
                return json(ApiRequest.of("POST", application() + "/scale"), "{\"replicas\": " + replicas() + "}");
            case ROLLBACK:
                ApiRequest back = ApiRequest.of("POST", application() + "/rollback");
                return arguments
                        .number(Option.TO, 1)
                        .map(number -> json(back, "{\"to\": " + number + "}"))
                        .orElse(back);
            default:
                return ApiRequest.of("POST", application() + "/" + verb.text());
        }
    }

    private static ApiRequest json(ApiRequest request, String body) {
        return request.body("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private String project() {
        return ApplicationPath.projectUrl(arguments.verb(), arguments.word(0));
    }

    private String application() {
        return ApplicationPath.of(arguments.verb(), arguments.word(0)).url();
    }

    private String replicas() {
        String text = arguments.word(1);
        if (!Arguments.isNumber(text, 1)) {
            throw CommandFailure.input("berth scale needs a whole number of instances from 1 up, not \"" + text + "\""
                    + "\nfix: to have none, stop it: berth stop " + arguments.word(0));
        }
        return text;
    }

    private String deployment() {
        String text = arguments.word(0);
        if (!Arguments.isNumber(text, 1)) {
            throw CommandFailure.input("berth " + arguments.verb().text() + " needs a deployment's number, not \""
                    + text + "\"; berth deployments PROJECT lists them");
        }
        return text;
    }

    private int showWhatGoes() {
        if (!session.console().inputIsTerminal()) {
            throw CommandFailure.input(refusal());
        }
        return session.show(ApiRequest.of("GET", project() + "?preview=delete" + (volumes() ? "&volumes=true" : "")));
    }

    private boolean consentsToDelete() {
        String what = "Delete " + arguments.word(0);
        return session.consents(
                what + (volumes() ? " and the data in its volumes?" : "? Its volumes stay."), refusal());
    }

    private String refusal() {
        return "nothing was changed: without a terminal nobody can be asked\nfix: when it is meant, say so: berth delete "
                + arguments.word(0) + (volumes() ? " --volumes" : "") + " --yes";
    }

    private boolean volumes() {
        return arguments.has(Option.VOLUMES);
    }

    /** Says what became of an order: follows its deployment, or prints the answer when there is none. */
    int outcome(ApiAnswer answer) {
        if (!answer.isOk()) {
            return session.fail(answer);
        }
        Optional<String> deployment = answer.header("Berth-Deployment");
        if (deployment.isEmpty() || arguments.verb() == Verb.CANCEL) {
            return session.print(answer);
        }
        if (!arguments.has(Option.DETACH)) {
            answer.close();
            return follow(deployment.get());
        }
        if (arguments.json()) {
            return session.print(answer);
        }
        session.console().line(deployment.get());
        return 0;
    }

    private int follow(String deployment) {
        if (!arguments.json()) {
            return new DeploymentFollower(session, ticks, deployment, progress()).follow();
        }
        int code = new DeploymentFollower(session, ticks, deployment, new SilentProgress()).follow();
        int shown = session.show(ApiRequest.of("GET", "/api/v1/deployments/" + deployment));
        return code == 0 ? shown : code;
    }

    private Progress progress() {
        Console console = session.console();
        if (!console.outputIsTerminal()
                || session.surroundings().variable("TERM").equals("dumb")) {
            return new PlainProgress(console);
        }
        LiveProgress live = new LiveProgress(console, ticks);
        new Redraw(live).start();
        return live;
    }
}
