package dev.berth.api.cli;

/** Shows what apply would do. */
final class PlanCommand {
    private final Session session;

    PlanCommand(Session session) {
        this.session = session;
    }

    int run() {
        DefinitionExchange exchange = new DefinitionExchange(session, ProjectFile.of(session));
        try (ApiAnswer answer = exchange.send("POST", "/api/v1/projects/-/plan", "")) {
            if (!answer.isOk()) {
                return session.fail(answer);
            }
            int code = session.print(answer);
            boolean changes = !answer.header("Berth-Changes").orElse("0").equals("0");
            return changes && session.arguments().has(Option.EXIT_CODE) ? Session.CHANGES : code;
        }
    }
}
