package dev.berth.core.definition;

import dev.berth.core.problem.Excerpt;
import dev.berth.core.problem.Suggestion;
import dev.berth.core.project.Privileges;
import dev.berth.core.yaml.YamlNode;
import dev.berth.core.yaml.YamlScalar;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** {@code cap_add} and {@code read_only}. */
final class PrivilegesBinder {
    /** Each of these is a way out of the container or over its neighbours (capabilities(7)). */
    private static final Set<String> DANGEROUS = Set.of(
            "ALL",
            "AUDIT_CONTROL",
            "BPF",
            "DAC_READ_SEARCH",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "PERFMON",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_TIME",
            "SYSLOG");

    private static final Set<String> KNOWN = Set.of(
            "AUDIT_READ",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RESOURCE",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");

    private PrivilegesBinder() {}

    static Privileges bind(Fields application) {
        TreeSet<String> added = new TreeSet<>();
        for (YamlNode item : application.oneOrMore("cap_add")) {
            if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
                application.wrongItem("cap_add", item);
                continue;
            }
            String name = scalar.text().toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
            if (DANGEROUS.contains(name)) {
                application
                        .problems()
                        .error(
                                scalar,
                                name + " is never given: with it an application could leave its container",
                                "remove it, or name the smaller capability that is needed");
            } else if (!KNOWN.contains(name)) {
                application
                        .problems()
                        .error(
                                scalar,
                                "\"" + Excerpt.of(scalar.text()) + "\" is not a capability"
                                        + Suggestion.tail(name, KNOWN),
                                "write one as in capabilities(7), such as  cap_add: [NET_ADMIN]");
            }
            added.add(name);
        }
        return new Privileges(added, application.flag("read_only", false));
    }
}
