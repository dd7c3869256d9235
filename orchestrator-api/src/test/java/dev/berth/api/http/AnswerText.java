package dev.berth.api.http;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An answer as text to compare: status, the headers of its own, body; what is new each time is replaced by a word. */
public final class AnswerText {
    /** What every answer has, see {@code everyAnswerCarriesTheSecurityHeadersAndNothingOfTheServersMake}. */
    private static final Set<String> COMMON = Set.of(
            "date",
            "content-length",
            "transfer-encoding",
            "connection",
            "cache-control",
            "content-security-policy",
            "referrer-policy",
            "x-content-type-options");

    private AnswerText() {}

    static String of(HttpResponse<String> answer) {
        StringBuilder text = new StringBuilder().append(answer.statusCode()).append('\n');
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(COMMON);
        if (answer.body().isEmpty()) {
            headers.remove("content-type"); // Javalin's own default
        }
        headers.forEach((name, values) -> values.forEach(
                value -> text.append(name).append(": ").append(value).append('\n')));
        return text.append(steady(answer.body())).toString();
    }

    /** Without what is new each time. */
    public static String steady(String body) {
        return body.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
                .replaceAll("\"milliseconds\":\\d+", "\"milliseconds\":N")
                .replaceAll("berth_[A-Za-z0-9_-]{43}", "TOKEN")
                .replaceAll("(?<=-|\"release\":\")[0-9a-f]{8}(?=[-\" ])", "HEX")
                .replaceAll("(?<=number |\"id\":\")[0-9a-f]{12}", "BUG");
    }
}
