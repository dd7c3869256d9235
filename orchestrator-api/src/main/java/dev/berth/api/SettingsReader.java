package dev.berth.api;

import dev.berth.core.problem.Suggestion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link Settings} from the command line, the environment and a file; collects every mistake. */
public final class SettingsReader {
    /** An exact tag, so that a restart never brings another proxy than the one that was tested. */
    static final String DEFAULT_PROXY_IMAGE = "traefik:v3.7.15";

    private static final Pattern LISTEN = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:]*):(\\d{1,5})");
    private static final Pattern INSTANCE = Pattern.compile("[a-z][a-z0-9]{0,7}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)b?");
    private static final Pattern CIDR =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?=\\d)|(?=/))){4}/(\\d{1,2})");

    private static final List<String> FLAGS =
            Arrays.stream(DaemonOption.values()).map(DaemonOption::flag).toList();

    private final GivenOptions given = new GivenOptions();
    private final List<String> mistakes = given.mistakes();

    private SettingsReader() {}

    /**
     * @param arguments what stands behind {@code berth daemon}
     * @throws SettingsException with every mistake at once
     */
    public static Settings read(List<String> arguments, Map<String, String> environment, Path home, boolean root) {
        SettingsReader reader = new SettingsReader();
        Map<DaemonOption, List<String>> commandLine = reader.commandLine(arguments);
        Map<DaemonOption, List<String>> variables = reader.variables(environment);
        reader.given.putAll(variables);
        reader.given.putAll(commandLine);
        reader.given.one(DaemonOption.CONFIG).ifPresent(file -> {
            Map<DaemonOption, List<String>> fromFile = SettingsFile.read(Path.of(file), reader.mistakes);
            fromFile.forEach(reader.given::putIfAbsent);
        });
        Settings settings = reader.settings(home, root);
        if (!reader.mistakes.isEmpty()) {
            throw new SettingsException(reader.mistakes);
        }
        return settings;
    }

    private Map<DaemonOption, List<String>> commandLine(List<String> arguments) {
        Map<DaemonOption, List<String>> found = new EnumMap<>(DaemonOption.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Optional<DaemonOption> option = DaemonOption.ofFlag(flag);
            if (!flag.startsWith("-")) {
                mistakes.add("berth daemon takes options only, not \"" + flag + "\"");
                continue;
            }
            if (option.isEmpty()) {
                mistakes.add("berth daemon has no option \"" + flag + "\"" + Suggestion.tail(flag, FLAGS));
                continue;
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                mistakes.add(
                        flag + " needs a value: " + flag + " " + option.get().value());
                continue;
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            found.computeIfAbsent(option.get(), o -> new ArrayList<>()).add(value);
        }
        return found;
    }

    private Map<DaemonOption, List<String>> variables(Map<String, String> environment) {
        Map<DaemonOption, List<String>> found = new EnumMap<>(DaemonOption.class);
        for (DaemonOption option : DaemonOption.values()) {
            String value = environment.get(option.variable());
            if (value != null && !value.isEmpty()) {
                found.put(option, option == DaemonOption.BIND_ROOT ? List.of(value.split(":")) : List.of(value));
            }
        }
        return found;
    }

    private Settings settings(Path home, boolean root) {
        String listen = given.one(DaemonOption.LISTEN).orElse("127.0.0.1:7070");
        Matcher address = LISTEN.matcher(listen);
        boolean listenable = address.matches() && Integer.parseInt(address.group(2)) <= 65535;
        if (!listenable) {
            mistakes.add("--listen is ADDRESS:PORT, such as 127.0.0.1:7070, not \"" + listen + "\"");
        }
        return new Settings(
                given.path(DaemonOption.DATA_DIR)
                        .orElse(root ? Path.of("/var/lib/berth") : home.resolve(".local/share/berth"))
                        .toAbsolutePath()
                        .normalize(),
                listenable ? address.group(1) : "127.0.0.1",
                listenable ? Integer.parseInt(address.group(2)) : 7070,
                port(DaemonOption.HTTP_PORT, 80),
                port(DaemonOption.HTTPS_PORT, 443),
                AcmeOptions.read(given),
                DnsOptions.provider(given),
                proxy(),
                instance(),
                dockerHost(),
                bindRoots(),
                subnetPool(),
                DnsOptions.resolver(given),
                size(DaemonOption.MAX_CONTEXT, "512M"),
                size(DaemonOption.BUILD_CACHE, "10G"),
                size(DaemonOption.BUILD_ROOM, "1G"));
    }

    private int port(DaemonOption option, int otherwise) {
        String text = given.one(option).orElse(Integer.toString(otherwise));
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535) {
            return Integer.parseInt(text);
        }
        mistakes.add(option.flag() + " is a whole number from 1 to 65535, not \"" + text + "\"");
        return otherwise;
    }

    private Settings.ProxyChoice proxy() {
        String mode = given.one(DaemonOption.PROXY).orElse("managed");
        Optional<String> container = given.one(DaemonOption.PROXY_CONTAINER);
        Optional<Path> directory = given.path(DaemonOption.PROXY_DIRECTORY);
        switch (mode) {
            case "managed":
                return new Settings.Managed(given.one(DaemonOption.PROXY_IMAGE).orElse(DEFAULT_PROXY_IMAGE));
            case "none":
                return new Settings.None();
            case "external":
                if (container.isPresent() && directory.isPresent()) {
                    return new Settings.External(
                            container.get(), directory.get().toAbsolutePath().normalize());
                }
                mistakes.add("--proxy external needs --proxy-container NAME and --proxy-directory DIR");
                return new Settings.None();
            default:
                mistakes.add("--proxy is managed, external or none, not \"" + mode + "\"");
                return new Settings.None();
        }
    }

    private String instance() {
        String name = given.one(DaemonOption.INSTANCE).orElse("");
        if (!name.isEmpty() && !INSTANCE.matcher(name).matches()) {
            mistakes.add("--instance is 1 to 8 lower-case letters and digits and begins with a letter, not \"" + name
                    + "\"");
        }
        return name;
    }

    private URI dockerHost() {
        String text = given.one(DaemonOption.DOCKER_HOST).orElse("unix:///var/run/docker.sock");
        if (!text.startsWith("unix:///")) {
            mistakes.add("--docker-host is a local socket, such as unix:///var/run/docker.sock, not \"" + text
                    + "\": Berth mounts directories of this machine and opens connections to its containers");
            return URI.create("unix:///var/run/docker.sock");
        }
        return URI.create(text);
    }

    private List<Path> bindRoots() {
        List<Path> roots = new ArrayList<>();
        for (String text : given.all(DaemonOption.BIND_ROOT)) {
            Path root = Path.of(text).normalize();
            if (!root.isAbsolute() || root.getNameCount() == 0) {
                mistakes.add("--bind-root is an absolute path below /, such as /srv/berth, not \"" + text + "\"");
                continue;
            }
            try {
                roots.add(Files.exists(root) ? root.toRealPath() : root);
            } catch (IOException e) {
                mistakes.add("--bind-root " + text + " cannot be read: " + e.getMessage());
            }
        }
        return roots;
    }

    private String subnetPool() {
        String text = given.one(DaemonOption.SUBNET_POOL).orElse("10.201.0.0/16");
        Matcher cidr = CIDR.matcher(text);
        if (!cidr.matches() || Integer.parseInt(cidr.group(4)) < 8 || Integer.parseInt(cidr.group(4)) > 26) {
            mistakes.add(
                    "--subnet-pool is a range of private addresses between /8 and /26, such as 10.201.0.0/16, not \""
                            + text + "\"");
        }
        return text;
    }

    private long size(DaemonOption option, String otherwise) {
        String text = given.one(option).orElse(otherwise);
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            mistakes.add(option.flag() + " is a size such as 512M or 2G, not \"" + text + "\"");
            return 0;
        }
        Function<String, Long> unit = u -> switch (u) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1L;
        };
        return Long.parseLong(size.group(1)) * unit.apply(size.group(2));
    }
}
