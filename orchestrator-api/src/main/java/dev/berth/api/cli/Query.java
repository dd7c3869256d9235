package dev.berth.api.cli;

import java.nio.charset.StandardCharsets;

/** The verbs that are one request, whose answer is printed as it comes. */
final class Query {
    static final String CERTIFICATES = "/api/v1/certificates";

    private final Arguments arguments;
    private final StringBuilder url = new StringBuilder();
    private char separator = '?';

    private Query(Arguments arguments, String url) {
        this.arguments = arguments;
        this.url.append(url);
    }

    static ApiRequest of(Arguments arguments) {
        switch (arguments.verb()) {
            case LS:
                return get("/api/v1/projects");
            case STATUS:
                return get(project(arguments));
            case DESCRIBE:
                return get(application(arguments).url());
            case DEPLOYMENTS:
                return deployments(arguments);
            case LOGS:
                return logs(arguments);
            case EVENTS:
                return get("/api/v1/events");
            case ROUTES:
                return get("/api/v1/routes");
            case SECRET_LS:
                return get(project(arguments) + "/secrets");
            case SECRET_RM:
                return ApiRequest.of("DELETE", secret(arguments));
            case TOKEN_LS:
                return get("/api/v1/tokens");
            case TOKEN_RM:
                return ApiRequest.of("DELETE", "/api/v1/tokens/" + PercentEncoding.encode(arguments.word(0)));
            case TOKEN_CREATE:
                return tokenCreate(arguments);
            case CERTIFICATES:
                return get(CERTIFICATES);
            case CERTIFICATES_RM:
                return ApiRequest.of("DELETE", certificate(arguments.word(0)));
            case DOCTOR:
                return get("/api/v1/doctor");
            case SCHEMA:
                return get("/api/v1/schema");
            default:
                throw new IllegalStateException(arguments.verb() + " is not one request");
        }
    }

    private static ApiRequest get(String url) {
        return ApiRequest.of("GET", url);
    }

    private static String project(Arguments arguments) {
        return ApplicationPath.projectUrl(arguments.verb(), arguments.word(0));
    }

    private static ApplicationPath application(Arguments arguments) {
        return ApplicationPath.of(arguments.verb(), arguments.word(0));
    }

    static String secret(Arguments arguments) {
        return project(arguments) + "/secrets/" + PercentEncoding.encode(arguments.word(1));
    }

    static String certificate(String name) {
        return CERTIFICATES + "/" + PercentEncoding.encode(name);
    }

    private static ApiRequest deployments(Arguments arguments) {
        Query query = new Query(arguments, "/api/v1/deployments");
        if (arguments.word(0).indexOf('/') < 0) {
            query.add("project", arguments.word(0));
        } else {
            ApplicationPath path = application(arguments);
            query.add("project", path.project()).add("application", path.application());
        }
        return get(query.number(Option.LIMIT, "limit", 1).url.toString());
    }

    private static ApiRequest logs(Arguments arguments) {
        Query query = new Query(arguments, application(arguments).url() + "/logs");
        query.flag(Option.FOLLOW, "follow").number(Option.DEPLOYMENT, "deployment", 1);
        if (arguments.value(Option.TAIL).orElse("").equals("all")) {
            query.add("tail", "all");
        } else {
            query.number(Option.TAIL, "tail", 0);
        }
        if (arguments.has(Option.SINCE)) {
            query.add("since", arguments.value(Option.SINCE).get());
        }
        return query.streamed();
    }

    private static ApiRequest tokenCreate(Arguments arguments) {
        StringBuilder json = new StringBuilder("{\"name\": ").append(JsonText.quote(arguments.word(0)));
        json.append(", \"scope\": ")
                .append(JsonText.quote(arguments.value(Option.SCOPE).orElse("deploy")));
        if (arguments.has(Option.PROJECT)) {
            json.append(", \"project\": ")
                    .append(JsonText.quote(arguments.value(Option.PROJECT).get()));
        }
        if (arguments.has(Option.EXPIRES)) {
            json.append(", \"expires\": ")
                    .append(JsonText.quote(arguments.value(Option.EXPIRES).get()));
        }
        byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return ApiRequest.of("POST", "/api/v1/tokens").body("application/json", body);
    }

    private Query flag(Option option, String name) {
        return arguments.has(option) ? add(name, "true") : this;
    }

    private Query number(Option option, String name, int least) {
        String number = arguments.number(option, least).orElse("");
        return number.isEmpty() ? this : add(name, number);
    }

    private Query add(String name, String value) {
        url.append(separator).append(name).append('=').append(PercentEncoding.encode(value));
        separator = '&';
        return this;
    }

    /** The daemon may stay silent for as long as nothing happens. */
    private ApiRequest streamed() {
        return get(url.toString()).silence(0);
    }
}
