package dev.berth.core.definition;

import java.util.Map;
import java.util.TreeMap;

/** Keys of the Compose Specification that are called otherwise here, or do not exist, each with what to do. */
final class Foreign {
    static final Map<String, String> TOP = Map.ofEntries(
            Map.entry("services", "call it  applications:"),
            Map.entry("name", "call it  project:"),
            Map.entry("version", "remove the line; there are no versions to choose from"),
            Map.entry("networks", "remove it; the applications of a project share one private network by themselves"),
            Map.entry("secrets", "set a secret with  berth secret set PROJECT NAME  and write ${{secret.NAME}} in env"),
            Map.entry("configs", "put the text under  files:  of the application"),
            Map.entry("include", "write everything into this one file"),
            Map.entry("models", "remove it; run the model as an application"),
            Map.entry("environment", "call it  env:"),
            Map.entry("domains", "give it to the application that answers there"));

    static final Map<String, String> APPLICATION = application();

    static final Map<String, String> BUILD = Map.ofEntries(
            Map.entry("secrets", "BuildKit secrets are not supported; fetch what is private before the build"),
            Map.entry("ssh", "BuildKit ssh mounts are not supported; fetch what is private before the build"),
            Map.entry("cache_from", "remove it; the engine's own build cache is used"),
            Map.entry("cache_to", "remove it; the engine's own build cache is used"),
            Map.entry("labels", "write LABEL in the Dockerfile, or  labels:  at the application"),
            Map.entry("network", "remove it; a build has the engine's default network"),
            Map.entry("platforms", "remove it; images are built for this machine"),
            Map.entry("tags", "remove it; the image is named after project, application and content"),
            Map.entry("pull", "remove it;  berth deploy  and  --rebuild  look for newer base images"),
            Map.entry("extra_hosts", "remove it; use DNS names"),
            Map.entry("isolation", "remove it; it means nothing on Linux"),
            Map.entry("privileged", "remove it; a build runs as any other"),
            Map.entry("entitlements", "remove it; a build runs as any other"),
            Map.entry("provenance", "remove it; the image stays on this machine"),
            Map.entry("sbom", "remove it; the image stays on this machine"),
            Map.entry("shm_size", "remove it; a build has the engine's own"),
            Map.entry("ulimits", "remove it; a build has the engine's own"),
            Map.entry("additional_contexts", "copy what is needed into the context"));

    static final Map<String, String> HEALTH_CHECK = Map.ofEntries(
            Map.entry("test", "call it  command: [CMD, ARGUMENT]  without the leading CMD, or use  http: /path"),
            Map.entry("start_interval", "remove it; a starting instance is asked more often by itself"),
            Map.entry("path", "write  http: /path"),
            Map.entry("url", "write  http: /path"));

    static final Map<String, String> DEPLOY = Map.ofEntries(
            Map.entry("replicas", "write  replicas:  at the application itself"),
            Map.entry("resources", "write  resources: {memory: 512M, cpus: 0.5}  at the application itself"),
            Map.entry("update_config", "write its order here:  order: start-first"),
            Map.entry("rollback_config", "write  auto_rollback: true"),
            Map.entry("restart_policy", "write  restart:  at the application itself"),
            Map.entry("labels", "write  labels:  at the application itself"),
            Map.entry("mode", "remove it;  replicas:  at the application says how many run"),
            Map.entry("placement", "remove it; there is one machine"),
            Map.entry("endpoint_mode", "remove it; the proxy spreads the load"));

    static final Map<String, String> RESOURCES = Map.of(
            "limits", "write  memory,  cpus  and  pids  right under  resources:",
            "reservations", "remove it; limits are enough on one machine",
            "mem_limit", "call it  memory:",
            "pids_limit", "call it  pids:");

    static final Map<String, String> DEPENDENCY = Map.of(
            "restart", "remove it; conditions are looked at again whenever something starts",
            "required", "remove it, or remove the whole dependency");

    static final Map<String, String> ENV_FILE =
            Map.of("format", "remove it; lines are NAME=value, quotes are taken off, and nothing is replaced");
    static final Map<String, String> PORT = Map.of(
            "mode", "remove it; a published port is always this host's own",
            "name", "remove it",
            "app_protocol", "remove it; web traffic goes by  port:  and  domain:",
            "host_port", "call it  published:",
            "container_port", "call it  target:");

    static final Map<String, String> MOUNT = Map.ofEntries(
            Map.entry("src", "call it  source:"),
            Map.entry("dst", "call it  target:"),
            Map.entry("readonly", "call it  read_only:"),
            Map.entry("ro", "call it  read_only:"),
            Map.entry("bind", "remove it; the directory has to be there already"),
            Map.entry("volume", "remove it; a new volume is filled from the image by itself"),
            Map.entry("image", "remove it; to fill a volume, build an image with the files in it"),
            Map.entry("consistency", "remove it; it means nothing on Linux"));

    static final Map<String, String> VOLUME = Map.of(
            "driver", "remove it; volumes are local. One of another kind: make it and adopt it with  external: NAME",
            "driver_opts", "remove it; make the volume yourself and adopt it with  external: NAME",
            "labels", "remove it; the labels tell whose the volume is");

    private Foreign() {}

    private static Map<String, String> application() {
        Map<String, String> all = new TreeMap<>();
        all.put("environment", "call it  env:");
        all.put("container_name", "remove it; siblings reach it by its application name");
        all.put("hostname", "remove it; the host name is the application's name");
        all.put("privileged", "remove it; nothing runs privileged. A single capability:  cap_add: [NET_ADMIN]");
        all.put("network_mode", "remove it; each project has a private network of its own");
        all.put("networks", "remove it; the applications of a project share one private network by themselves");
        all.put("links", "remove it; siblings reach each other by application name");
        all.put("external_links", "remove it; applications reach each other by name within one project only");
        all.put("expose", "remove it; siblings reach every port. For web traffic:  port: 3000");
        all.put("mem_limit", "write  resources: {memory: 512M}");
        all.put("mem_reservation", "write  resources: {memory: 512M}");
        all.put("memswap_limit", "write  resources: {memory: 512M}");
        all.put("memory", "write  resources: {memory: 512M}");
        all.put("cpus", "write  resources: {cpus: 0.5}");
        all.put("cpu_shares", "write  resources: {cpus: 0.5}");
        all.put("cpu_quota", "write  resources: {cpus: 0.5}");
        all.put("pids_limit", "write  resources: {pids: 200}");
        all.put("scale", "write  replicas: 2");
        all.put("dockerfile", "write  build: {context: ., dockerfile: NAME}");
        all.put("context", "write  build: DIRECTORY");
        all.put("secrets", "set it with  berth secret set PROJECT NAME  and write ${{secret.NAME}} in env or files");
        all.put("configs", "write  files: [{path: /etc/app.conf, content: …}]");
        all.put("extends", "use a YAML anchor and  <<: *name");
        all.put("profiles", "remove it; what is in the file runs");
        all.put("logging", "remove it; logs are kept and rotated by themselves, see  berth logs");
        all.put("cap_drop", "remove it; only a small set of capabilities is there from the start");
        all.put("security_opt", "remove it; no-new-privileges is always set");
        all.put("devices", "remove it; devices of the host are not handed out");
        all.put("pid", "remove it; namespaces of the host are not handed out");
        all.put("ipc", "remove it; namespaces of the host are not handed out");
        all.put("uts", "remove it; namespaces of the host are not handed out");
        all.put("userns_mode", "remove it; namespaces of the host are not handed out");
        all.put("cgroup", "remove it; namespaces of the host are not handed out");
        all.put("cgroup_parent", "remove it; use  resources:");
        all.put("extra_hosts", "remove it; use DNS names");
        all.put("dns", "remove it; the engine's resolver is used");
        all.put("platform", "remove it; images run on this machine's platform");
        all.put("pull_policy", "remove it;  berth deploy  looks for a newer image");
        all.put("stdin_open", "remove it; for a terminal use  berth exec");
        all.put("tty", "remove it; for a terminal use  berth exec");
        all.put("shm_size", "write  tmpfs: ['/dev/shm:size=64m']");
        all.put("sysctls", "remove it; kernel settings are the host's");
        all.put("ulimits", "remove it; set the limits of the engine instead");
        all.put("stop_signal", "write STOPSIGNAL in the Dockerfile");
        all.put("volumes_from", "name the same volume in both applications");
        all.put("group_add", "write  user: 'UID:GID'");
        all.put("develop", "remove it;  berth apply  again after a change");
        all.put("annotations", "write  labels:");
        all.put("attach", "remove it; for what it prints use  berth logs");
        all.put("blkio_config", "remove it; use  resources:");
        all.put("cpu_count", "write  resources: {cpus: 0.5}");
        all.put("cpu_percent", "write  resources: {cpus: 0.5}");
        all.put("cpu_period", "write  resources: {cpus: 0.5}");
        all.put("cpu_rt_period", "write  resources: {cpus: 0.5}");
        all.put("cpu_rt_runtime", "write  resources: {cpus: 0.5}");
        all.put("cpuset", "write  resources: {cpus: 0.5}");
        all.put("credential_spec", "remove it; it means nothing on Linux");
        all.put("device_cgroup_rules", "remove it; devices of the host are not handed out");
        all.put("dns_opt", "remove it; the engine's resolver is used");
        all.put("dns_search", "remove it; the engine's resolver is used");
        all.put("domainname", "remove it; the host name is the application's name");
        all.put("isolation", "remove it; it means nothing on Linux");
        all.put("label_file", "write  labels:");
        all.put("mac_address", "remove it; the engine chooses it");
        all.put("mem_swappiness", "remove it; with  resources: {memory: 512M}  nothing is swapped out");
        all.put("models", "remove it; run the model as an application");
        all.put("oom_kill_disable", "remove it; what takes more than its memory is ended and started again");
        all.put("oom_score_adj", "remove it; use  resources: {memory: 512M}");
        all.put("post_start", "remove it; start it in the image's own entrypoint, or as  job: true");
        all.put("pre_stop", "remove it; SIGTERM tells the process to end, within  stop_grace_period:");
        all.put("provider", "remove it; what runs is a container");
        all.put("pull_refresh_after", "remove it;  berth deploy  looks for a newer image");
        all.put("storage_opt", "remove it; what grows belongs into a volume");
        all.put("use_api_socket", "remove it; the engine's socket is never handed out");
        all.put("name", "remove it; the key above is the application's name");
        all.put("gpus", "remove it; devices of the host are not handed out");
        all.put("runtime", "remove it; the engine's default runtime is used");
        all.put("path", "write  domains: [{host: NAME, path: /path}]");
        all.put("https", "write  domains: [{host: NAME, https: false}]");
        all.put("middlewares", "write  domains: [{host: NAME, middlewares: […]}]");
        return Map.copyOf(all);
    }
}
