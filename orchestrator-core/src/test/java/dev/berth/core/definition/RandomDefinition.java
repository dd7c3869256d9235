package dev.berth.core.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Definitions made from the table of keys: values of the right shape in all spellings, though not all fit together. */
final class RandomDefinition {
    /** By section and key, else by key alone: values that have a rule of their own. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("project", List.of("shop", "'shop'", "on", "no", "yes", "true", "a1-b")),
            Map.entry(
                    "image", List.of("nginx", "redis:7", "1.10", "12", "ghcr.io/a/b:1.0", "localhost:5000/x", "true")),
            Map.entry("build", List.of(".", "./web", "1", "'../x'")),
            Map.entry("context", List.of(".", "web", "1.5", "sha256:" + "0a".repeat(32))),
            Map.entry("dockerfile", List.of("Dockerfile", "docker/prod.Dockerfile", "1")),
            Map.entry("user", List.of("1000", "'1000:1000'", "root", "on")),
            Map.entry("working_dir", List.of("/app", "/", "'/a b'")),
            Map.entry("volumes", List.of("data:/data", "'logs:/var/log:ro'", "/srv/data/x:/x")),
            Map.entry("tmpfs", List.of("/run", "'/tmp:size=64m,mode=1777'")),
            Map.entry("ports", List.of("'8080:80'", "'127.0.0.1:81:81/udp'", "'[::1]:90-91:90-91'")),
            Map.entry("host_ip", List.of("0.0.0.0", "'::'", "10.0.0.1")),
            Map.entry("domain", List.of("a.localhost", "'*.example.org'", "münchen.example")),
            Map.entry("domains", List.of("b.localhost", "www.example.org")),
            Map.entry("host", List.of("c.localhost", "EXAMPLE.org", "example.org.")),
            Map.entry("path", List.of("/api", "/", "/a/b.c")),
            Map.entry("a file.path", List.of("/etc/x", "/srv/app/conf.d/y")),
            Map.entry("an env file.path", List.of(".env", ".env.web")),
            Map.entry("env_file", List.of(".env", "'.env.prod'")),
            Map.entry("internal_path", List.of("/in", "/")),
            Map.entry("http", List.of("/", "/health?deep=1", "'/a%20b'")),
            Map.entry("mode", List.of("0644", "644", "'0o600'", "1777", "0o755")),
            Map.entry("source", List.of("data", "cache")),
            Map.entry("target", List.of("/data2", "/cache")),
            Map.entry("a build.target", List.of("production", "1")),
            Map.entry(
                    "restart",
                    List.of("no", "'no'", "false", "always", "unless-stopped", "on-failure", "on-failure:3")),
            Map.entry("labels", List.of("a=b", "team", "x=1")),
            Map.entry("env", List.of("A=b", "C=", "D=x=y")),
            Map.entry("args", List.of("V=1", "W=")),
            Map.entry("basic_auth", List.of("'ada:$apr1$berth$7Jy0vO4s3nhPg.9RFiB1a/'", "'b:{SHA}x='")),
            Map.entry("ip_allow", List.of("10.0.0.0/8", "'fd00::/8'", "127.0.0.1")),
            Map.entry("redirect_to", List.of("www.example.org", "x.localhost")),
            Map.entry("cap_add", List.of("NET_ADMIN", "cap_net_raw")),
            Map.entry("external", List.of("true", "false", "old_data", "'12'")),
            Map.entry("name", List.of("old_data", "12")),
            Map.entry("depends_on", List.of("db")),
            Map.entry("middlewares", List.of("compress")),
            Map.entry("max_body", List.of("10M", "1", "1.5k")),
            Map.entry("memory", List.of("512M", "1g", "8388608", "'64 mb'", "6.5M")),
            Map.entry("size", List.of("64m", "1024", "0")));

    private static final Map<String, List<String>> NAMES = Map.of(
            "applications", List.of("web", "api"),
            "depends_on", List.of("db"),
            "volumes", List.of("data", "cache"),
            "request", List.of("X-Tenant", "Host"),
            "response", List.of("X-Frame-Options", "Server"));

    private static final List<String> TEXTS = List.of("x", "'x y'", "1", "3.10", "yes", "true", "\"\"", "2020-01-01");
    private static final List<String> SPANS = List.of("5s", "1m30s", "0", "'0'", "500ms", "1.5h", "2m");

    private final Random random;

    RandomDefinition(Random random) {
        this.random = random;
    }

    /** A whole file. */
    String next() {
        String web = mapping(ApplicationKeys.APPLICATION);
        String env = random.nextBoolean()
                ? "env: " + value(ProjectKeys.PROJECT, key(ProjectKeys.PROJECT, "env")) + "\n"
                : "";
        String volumes = random.nextInt(3) == 0
                ? "volumes: " + value(ProjectKeys.PROJECT, key(ProjectKeys.PROJECT, "volumes")) + "\n"
                : "";
        return "project: " + any(VALUES.get("project")) + "\n" + env + "applications: {db: {image: db}, web: " + web
                + "}\n" + volumes;
    }

    private static Key key(Section section, String name) {
        return section.key(name).orElseThrow();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String mapping(Section section) {
        List<String> entries = new ArrayList<>();
        List<String> choice = section.choice().names();
        String chosen = choice.isEmpty() ? "" : any(choice);
        int rarity = section.keys().size() > 10 ? 4 : 2;
        for (Key key : section.keys()) {
            boolean there = choice.contains(key.name())
                    ? key.name().equals(chosen)
                    : section.required().contains(key.name()) || random.nextInt(rarity) == 0;
            if (there) {
                entries.add(key.name() + ": " + value(section, key));
            }
        }
        if (random.nextInt(12) == 0) {
            entries.add("x-note: " + any(TEXTS));
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private String value(Section section, Key key) {
        return value(section, key, key.shape());
    }

    private String value(Section section, Key key, Shape shape) {
        if (shape instanceof Shape.Either either) {
            return value(section, key, any(either.alternatives()));
        }
        if (shape instanceof Shape.Part part) {
            return mapping(part.section());
        }
        if (shape instanceof Shape.Items items) {
            return random.nextInt(15) == 0 ? "" : list(section, key, items.item(), random.nextInt(3));
        }
        if (shape instanceof Shape.Some some) {
            return list(section, key, some.item(), 1 + random.nextInt(2));
        }
        if (shape instanceof Shape.Named named) {
            return random.nextInt(15) == 0 ? "" : named(section, key, named);
        }
        if (shape instanceof Shape.Command) {
            return any(List.of("[serve, --port, '80']", "serve --port 80", "[]", "[1, yes]", "1"));
        }
        return random.nextInt(20) == 0 && shape instanceof Shape.Nothing ? "null" : single(section, key, shape);
    }

    private String list(Section section, Key key, Shape item, int size) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(value(section, key, item));
        }
        return "[" + String.join(", ", items) + "]";
    }

    private String named(Section section, Key key, Shape.Named named) {
        List<String> entries = new ArrayList<>();
        for (String name : NAMES.getOrDefault(key.name(), List.of("A", "b_1", "C-D"))) {
            if (random.nextBoolean()) {
                entries.add(name + ": " + value(section, key, named.value()));
            }
        }
        return "{" + String.join(", ", entries) + "}";
    }

    private String single(Section section, Key key, Shape shape) {
        if (shape instanceof Shape.Nothing) {
            return any(List.of("", "null", "~"));
        }
        List<String> own = VALUES.getOrDefault(section.name() + "." + key.name(), VALUES.get(key.name()));
        boolean text =
                shape instanceof Shape.Text && key.shape().as(Shape.Named.class).isEmpty();
        if (own != null && (text || shape instanceof Shape.Form || shape instanceof Shape.Size)) {
            return any(own);
        }
        if (shape instanceof Shape.Choice choice) {
            return any(choice.values());
        }
        if (shape instanceof Shape.Whole whole) {
            long number =
                    random.nextInt(3) == 0 ? whole.least() : whole.least() + random.nextInt(Math.min(90, whole.most()));
            return random.nextInt(4) == 0 ? "'" + number + "'" : "" + number;
        }
        if (shape instanceof Shape.Decimal) {
            return any(List.of("0.5", "2", "'0.01'", "1.25"));
        }
        if (shape instanceof Shape.Flag || shape instanceof Shape.Yes) {
            List<String> words = new ArrayList<>(new TreeSet<>(Shape.YES));
            words.addAll(shape instanceof Shape.Flag ? new TreeSet<>(Shape.NO) : List.of());
            return random.nextInt(5) == 0 ? "'" + any(words) + "'" : any(words);
        }
        return shape instanceof Shape.Span ? any(SPANS) : any(TEXTS);
    }
}
