package dev.berth.api.view;

import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.ApplicationStatus.State;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.KeptRelease;
import dev.berth.core.operate.ProjectStatus;
import dev.berth.core.project.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How projects and applications are, for people. */
public final class StatusText {
    private final Style style;
    private final Instant now;

    public StatusText(Style style, Instant now) {
        this.style = style;
        this.now = now;
    }

    /** One line for each application of all projects. */
    public String list(List<ProjectStatus> projects) {
        boolean nothing = projects.stream().allMatch(p -> p.name().equals(ProjectName.PROXY));
        boolean empty =
                nothing && projects.stream().allMatch(p -> p.applications().isEmpty());
        Table table = new Table(style, "APPLICATION", "STATE", "HEALTH", "INSTANCES", "RELEASE", "URL");
        for (ProjectStatus project : projects) {
            project.applications().forEach(a -> row(table, a, a.project() + "/" + a.name()));
            if (project.applications().isEmpty() && !project.name().equals(ProjectName.PROXY)) {
                table.row(project.name().text(), "no application", "", "", "", "");
            }
        }
        return (empty ? "" : table.toString())
                + (nothing ? "No project yet: write one and say  berth apply -f project.yml\n" : "");
    }

    /** A project with its applications, and what is to be said about each. */
    public String project(ProjectStatus project) {
        StringBuilder text = new StringBuilder()
                .append(style.bold(project.name().text()))
                .append("  ")
                .append(style.word(ProjectView.state(project).text()))
                .append(style.dim("  revision " + project.revision()));
        project.running().ifPresent(id -> text.append(style.notable("  deployment " + id + " is under way")));
        text.append("\n\n");
        if (project.applications().isEmpty()) {
            return text.append("No application.\n").toString();
        }
        Table table = new Table(style, "APPLICATION", "STATE", "HEALTH", "INSTANCES", "RELEASE", "URL");
        project.applications().forEach(a -> row(table, a, a.name().text()));
        text.append(table);
        if (!project.trouble().isEmpty()) {
            text.append('\n').append(said(project.name().text(), project.trouble()));
        }
        project.applications().forEach(a -> {
            String own = own(a, project.trouble());
            text.append(own.isEmpty() ? "" : "\n" + said(a.name().text(), own));
        });
        return text.toString();
    }

    /** What is to be said of it beside what is told once of the whole project. */
    private static String own(ApplicationStatus application, String trouble) {
        String message = application.message();
        return !trouble.isEmpty() && message.startsWith(trouble)
                ? message.substring(trouble.length()).replaceFirst("^(; |\n)", "")
                : message;
    }

    private String said(String name, String message) {
        return style.bold(name) + ": " + Style.plain(message).strip().replace("\n", "\n  ") + "\n";
    }

    private void row(Table table, ApplicationStatus a, String name) {
        table.row(
                name,
                style.word(a.state().text()),
                style.word(health(a)),
                inPlace(a) + "/" + a.replicas(),
                a.release().orElse(""),
                String.join(" ", a.urls()));
    }

    /** Those that are as they should be: of what has completed, all have. */
    private static long inPlace(ApplicationStatus application) {
        return application.state() == State.COMPLETED
                ? application.replicas()
                : application.instances().stream()
                        .filter(i -> i.state().equals("running"))
                        .count();
    }

    /** Empty where nothing is to be healthy. */
    private static String health(ApplicationStatus application) {
        boolean atRest = application.state() == State.COMPLETED || application.state() == State.STOPPED;
        return atRest ? "" : application.health();
    }

    private static String health(ApplicationStatus.Instance instance) {
        return instance.state().equals("exited") ? "" : instance.health();
    }

    /**
     * Everything about one application.
     *
     * @param certificates of its host names
     * @param kept its releases, the accepted one first
     */
    public String application(ApplicationStatus a, List<CertificateStatus> certificates, List<KeptRelease> kept) {
        StringBuilder text = new StringBuilder(style.bold(a.project() + "/" + a.name())).append('\n');
        String health = health(a);
        fact(text, "state", style.word(a.state().text()) + (health.isEmpty() ? "" : ", " + style.word(health)));
        fact(text, "release", a.release().orElse("none yet") + accepted(kept));
        fact(text, "image", Style.plain(a.image()));
        fact(text, "replicas", String.valueOf(a.replicas()));
        a.urls().forEach(url -> fact(text, "url", Style.plain(url)));
        certificates.forEach(certificate -> fact(text, "https", https(certificate)));
        kept.stream().filter(release -> !release.isAccepted()).forEach(release -> fact(text, "earlier", told(release)));
        if (!a.message().isEmpty()) {
            fact(text, "message", Style.plain(a.message()).strip().replace("\n", "\n             "));
        }
        if (a.instances().isEmpty()) {
            return text.append("\nNo instance.\n").toString();
        }
        Table table = new Table(style, "INSTANCE", "STATE", "HEALTH", "RESTARTS", "EXIT", "STARTED (UTC)");
        for (ApplicationStatus.Instance i : a.instances()) {
            table.row(
                    i.name(),
                    style.word(i.state()),
                    style.word(health(i)),
                    String.valueOf(i.restarts()),
                    exit(i),
                    i.startedAt()
                            .map(t -> Times.at(t) + ", " + Times.ago(t, now))
                            .orElse(""));
        }
        return text.append('\n').append(table).toString();
    }

    private static String accepted(List<KeptRelease> kept) {
        return kept.stream()
                .filter(release -> release.isAccepted() && release.deployment() > 0)
                .map(release -> " of deployment " + release.deployment())
                .findFirst()
                .orElse("");
    }

    /** Under the number by which it can be gone back to. */
    private String told(KeptRelease release) {
        return release.release() + " of deployment " + release.deployment() + ", " + Times.ago(release.at(), now)
                + style.dim("  (" + Style.plain(release.image()) + ")");
    }

    private String https(CertificateStatus certificate) {
        String until = certificate
                .certificate()
                .map(facts -> ", a certificate until " + Times.at(facts.validUntil()))
                .orElse("");
        String why = Stream.of(certificate.trouble(), certificate.lastError(), certificate.why())
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElse("");
        return certificate.name() + " " + style.word(certificate.state().text()) + until
                + (why.isEmpty() ? "" : style.dim("  (" + Style.plain(why) + ")"));
    }

    private static String exit(ApplicationStatus.Instance instance) {
        if (instance.exitCode().isEmpty()) {
            return "";
        }
        return instance.exitCode().getAsInt() + (instance.oomKilled() ? " (out of memory)" : "");
    }

    private void fact(StringBuilder text, String name, String value) {
        text.append("  ")
                .append(style.dim(name))
                .append(" ".repeat(Math.max(1, 11 - name.length())))
                .append(value)
                .append('\n');
    }
}
