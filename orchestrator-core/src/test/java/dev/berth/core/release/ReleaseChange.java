package dev.berth.core.release;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Invocation;
import dev.berth.core.project.Mount;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@link Everything#release} with exactly one thing otherwise, for every thing there is.
 *
 * @param what the component, and the components within it
 */
record ReleaseChange(String what, Release release) {
    static List<ReleaseChange> all() {
        List<ReleaseChange> all = new ArrayList<>();
        Privileges privileges = Everything.release().privileges();
        name(all);
        image(all);
        invocation(all);
        mounts(all);
        files(all);
        ports(all);
        of(all, "imageId", Optional.of("sha256:" + "c".repeat(64)));
        of(all, "fingerprint", new Fingerprint("v0", "1".repeat(64)));
        of(all, "labels", Map.of("team", "red", "a", "b"));
        of(all, "env", Map.of("PASSWORD", Secret.of("s3cr3t"), "EMPTY", Secret.of("")));
        volume(all, "text", "new-data");
        volume(all, "external", false);
        within(all, "privileges", privileges, "capAdd", new TreeSet<>(List.of("NET_ADMIN")));
        within(all, "privileges", privileges, "readOnly", false);
        of(all, "sysctls", Map.of("net.ipv4.ip_forward", "1"));
        return all;
    }

    private static void name(List<ReleaseChange> all) {
        ReleaseName name = Everything.release().name();
        within(all, "name", name, "project", new ProjectName("blog"));
        within(all, "name", name, "application", new ApplicationName("app"));
        within(all, "name", name, "brief", "ffffffff");
    }

    private static void image(List<ReleaseChange> all) {
        ImageSpec.Built built = Everything.built();
        within(all, "image", built, "reference", "shop/web:000000000000");
        within(all, "image", built, "contextDigest", Optional.of("sha256:" + "0".repeat(64)));
        within(all, "image", built, "dockerfile", "Dockerfile");
        within(all, "image", built, "dockerfileInline", Optional.of("FROM s3cr3t\n"));
        within(all, "image", built, "target", Optional.of("s3cr3t"));
        within(all, "image", built, "args", Map.of("VERSION", "s3cr3t"));
        within(all, "image", built, "noCache", false);
        within(all, "image", built, "generation", 3L);
    }

    private static void invocation(List<ReleaseChange> all) {
        Invocation invocation = Everything.release().invocation();
        within(all, "invocation", invocation, "entrypoint", Optional.of(List.of("/entrypoint")));
        within(all, "invocation", invocation, "command", Optional.of(List.of("serve s3cr3t")));
        within(all, "invocation", invocation, "user", Optional.of("s3cr3t"));
        within(all, "invocation", invocation, "workingDir", Optional.of("/s3cr3t"));
        within(all, "invocation", invocation, "init", Optional.of(true));
        within(all, "invocation", invocation, "stopGracePeriod", Duration.ofMillis(1501));
    }

    private static void mounts(List<ReleaseChange> all) {
        List<Mount> mounts = Everything.release().mounts();
        item(all, "mounts", mounts, 0, "source", "/srv/s3cr3t");
        item(all, "mounts", mounts, 0, "target", "/s3cr3t");
        item(all, "mounts", mounts, 0, "readOnly", false);
        item(all, "mounts", mounts, 1, "target", "/s3cr3t");
        item(all, "mounts", mounts, 1, "options", "size=65m");
        item(all, "mounts", mounts, 2, "name", "s3cr3t");
        item(all, "mounts", mounts, 2, "target", "/s3cr3t");
        item(all, "mounts", mounts, 2, "readOnly", false);
    }

    private static void files(List<ReleaseChange> all) {
        List<FileContent> files = Everything.release().files();
        item(all, "files", files, 0, "path", "/etc/other.conf");
        item(all, "files", files, 0, "content", Secret.of("s3cr3t"));
        item(all, "files", files, 0, "mode", 0600);
        item(all, "files", files, 0, "uid", 0);
    }

    private static void ports(List<ReleaseChange> all) {
        List<PublishedPort> ports = Everything.release().ports();
        item(all, "ports", ports, 0, "address", "0.0.0.0");
        item(all, "ports", ports, 0, "hostPort", 5354);
        item(all, "ports", ports, 0, "port", 54);
        item(all, "ports", ports, 0, "protocol", PublishedPort.Protocol.TCP);
    }

    private static void volume(List<ReleaseChange> all, String component, Object value) {
        VolumeName changed = Altered.with(Everything.release().volumes().get("data"), component, value);
        add(all, "volumes VolumeName." + component, "volumes", Map.of("data", changed));
    }

    private static void of(List<ReleaseChange> all, String component, Object value) {
        add(all, component, component, value);
    }

    private static void within(List<ReleaseChange> all, String component, Record of, String part, Object value) {
        add(all, component + " " + named(of) + "." + part, component, Altered.with(of, part, value));
    }

    private static <T> void item(
            List<ReleaseChange> all, String component, List<T> items, int index, String part, Object value) {
        List<Object> changed = new ArrayList<>(items);
        Record item = (Record) items.get(index);
        changed.set(index, Altered.with(item, part, value));
        add(all, component + " " + named(item) + "." + part, component, changed);
    }

    private static void add(List<ReleaseChange> all, String what, String component, Object value) {
        all.add(new ReleaseChange(what, Altered.with(Everything.release(), component, value)));
    }

    private static String named(Record record) {
        return record.getClass().getSimpleName();
    }
}
