package dev.berth.api.cli;

/** Shows the plan, has it executed, follows it to the end. */
final class ApplyCommand {
    private final Session session;
    private final Arguments arguments;
    private final Ticks ticks;

    ApplyCommand(Session session, Ticks ticks) {
        this.session = session;
        this.arguments = session.arguments();
        this.ticks = ticks;
    }

    int run() {
        DefinitionExchange exchange = new DefinitionExchange(session, ProjectFile.of(session));
        String seen;
        try (ApiAnswer plan = exchange.send("POST", "/api/v1/projects/-/plan" + query(false), "")) {
            if (!plan.isOk()) {
                return session.fail(plan);
            }
            boolean nothing = plan.header("Berth-Changes").orElse("").equals("0") && !arguments.has(Option.REBUILD);
            boolean over = nothing || arguments.has(Option.DRY_RUN);
            if (over || !arguments.json()) {
                int code = session.print(plan);
                if (over) {
                    return code;
                }
            }
            seen = plan.header("ETag").orElse("");
        }
        return execute(exchange, seen, arguments.has(Option.YES));
    }

    private int execute(DefinitionExchange exchange, String seen, boolean removing) {
        try (ApiAnswer answer = exchange.send("PUT", "/api/v1/projects/-" + query(removing), seen)) {
            String removed =
                    answer.status() == 409 ? answer.header("Berth-Consent").orElse("") : "";
            if (removed.isEmpty() || removing) {
                return new OrderCommand(session, ticks).outcome(answer);
            }
            if (!session.consents(question(removed), refusal(removed))) {
                throw CommandFailure.input("nothing was changed");
            }
        }
        return execute(exchange, seen, true);
    }

    private static String question(String removed) {
        return "This removes " + removed.replace(",", ", ") + " from the project (volumes stay). Go on?";
    }

    private static String refusal(String removed) {
        return "nothing was changed: this would remove " + removed.replace(",", ", ")
                + ", which the file no longer has\nfix: when that is meant, say so: berth apply --yes";
    }

    private String query(boolean removing) {
        String rebuild = arguments.has(Option.REBUILD) ? "rebuild=true" : "";
        String remove = removing ? "remove=true" : "";
        String both = rebuild.isEmpty() || remove.isEmpty() ? rebuild + remove : rebuild + "&" + remove;
        return both.isEmpty() ? "" : "?" + both;
    }
}
