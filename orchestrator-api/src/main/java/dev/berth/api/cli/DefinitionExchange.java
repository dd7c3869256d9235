package dev.berth.api.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends a project file, and the local files that it names when the daemon asks for them. */
final class DefinitionExchange {
    private static final int ROUNDS = 3;

    private final Session session;
    private final ProjectFile file;
    private final Map<String, String> uploads = new TreeMap<>();

    DefinitionExchange(Session session, ProjectFile file) {
        this.session = session;
        this.file = file;
    }

    /**
     * @param basedOn the revision's tag that the user has seen; empty when it does not matter
     * @return the answer to the request that had all that it needs
     */
    ApiAnswer send(String method, String url, String basedOn) {
        for (int round = 1; ; round++) {
            ApiAnswer answer = session.ask(request(method, url, basedOn));
            List<String> needs = answer.status() == 422 ? answer.headers("Berth-Need") : List.of();
            if (needs.isEmpty() || round == ROUNDS) {
                return answer;
            }
            answer.close();
            LocalFiles local = new LocalFiles(session, file);
            for (String need : needs) {
                local.upload(need, uploads);
            }
        }
    }

    private ApiRequest request(String method, String url, String basedOn) {
        ApiRequest request = ApiRequest.of(method, url).body("application/yaml", file.content());
        request.header("Berth-File", PercentEncoding.encodePath(file.name()));
        if (!uploads.isEmpty()) {
            StringBuilder list = new StringBuilder();
            for (Map.Entry<String, String> upload : uploads.entrySet()) {
                list.append(list.length() == 0 ? "" : "&").append(PercentEncoding.encode(upload.getKey()));
                list.append('=').append(upload.getValue());
            }
            request.header("Berth-Uploads", list.toString());
        }
        return basedOn.isEmpty() ? request : request.header("If-Match", basedOn);
    }
}
