package dev.berth.it;

import java.util.Map;
import java.util.TreeMap;

/**
 * One state of a project's file.
 *
 * @param broken whether its {@code web} ends at once
 * @param data whether there is {@code db}, which keeps data and may not run twice
 * @param job whether there is one that runs before {@code web}
 */
record SoakProject(String name, int version, boolean broken, boolean data, boolean job) {
    /** The version of each application that the file has. */
    Map<String, String> applications() {
        Map<String, String> all = new TreeMap<>(Map.of("web", broken ? SoakModel.BROKEN : "v" + version));
        if (data) {
            all.put("db", "v" + version / 4); // it changes less often
        }
        if (job) {
            all.put("job", "v" + version);
        }
        return all;
    }

    String file() {
        StringBuilder text = new StringBuilder("project: " + name + "\napplications:\n");
        text.append(
                """
                  web:
                    image: busybox
                    files: [{path: /www/version, content: "v%d"}]
                    command: %s
                    port: 8000
                    domain: {host: web.%s.test, https: false}
                    healthcheck: {http: /version, interval: 1s}
                    deploy: {monitor: 200ms, drain: 1s}
                """
                        .formatted(
                                version,
                                broken ? "[sh, -c, \"exit 3\"]" : "[httpd, -f, -p, \"8000\", -h, /www]",
                                name));
        if (job) {
            text.append("    depends_on: {job: {condition: service_completed_successfully}}\n");
            text.append(
                    """
                      job:
                        image: busybox
                        job: true
                        env: {VERSION: v%d}
                        command: [echo, done]
                    """
                            .formatted(version));
        }
        if (data) {
            text.append(
                    """
                      db:
                        image: busybox
                        env: {VERSION: v%d}
                        volumes: [data:/data]
                        command: [sh, -c, "[ -s /data/born ] || cat /proc/sys/kernel/random/uuid >/data/born; exec httpd -f -p 8000 -h /data"]
                        port: 8000
                        domain: {host: db.%s.test, https: false}
                        healthcheck: {http: /born, interval: 1s}
                        deploy: {monitor: 200ms}
                    """
                            .formatted(version / 4, name));
        }
        return text.toString();
    }
}
