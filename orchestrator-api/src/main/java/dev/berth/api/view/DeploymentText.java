package dev.berth.api.view;

import dev.berth.core.deploy.Deployment;
import dev.berth.core.deploy.DeploymentEvent;
import dev.berth.core.operate.KeptRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Deployments, for people. */
public final class DeploymentText {
    private final Style style;
    private final Instant now;

    public DeploymentText(Style style, Instant now) {
        this.style = style;
        this.now = now;
    }

    /**
     * One line each, in the order given.
     *
     * @param whom they are of, for when there is none
     * @param kept releases of one application that are accepted or can be gone back to
     */
    public String list(List<Deployment> deployments, String whom, List<KeptRelease> kept) {
        if (deployments.isEmpty()) {
            return "No deployment of " + whom + ".\n";
        }
        List<String> heads = new ArrayList<>(List.of("ID", "OF", "STATUS", "CAUSE", "BY", "BEGUN (UTC)", "TOOK"));
        if (!kept.isEmpty()) {
            heads.add("RELEASE");
        }
        heads.add("MESSAGE");
        Table table = new Table(style, heads.toArray(String[]::new));
        for (Deployment d : deployments) {
            List<String> cells = new ArrayList<>(List.of(
                    String.valueOf(d.id()),
                    of(d),
                    style.word(d.status().text()),
                    Style.plain(d.cause()),
                    Style.plain(d.actor()),
                    d.begunAt().map(Times::at).orElse(""),
                    d.begunAt()
                            .map(begun -> Times.took(
                                    Duration.between(begun, d.finishedAt().orElse(now))))
                            .orElse("")));
            if (!kept.isEmpty()) {
                cells.add(release(d, kept));
            }
            cells.add(firstLine(d.message()));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    /** The one that this deployment accepted, as long as it is kept. */
    private static String release(Deployment deployment, List<KeptRelease> kept) {
        return kept.stream()
                .filter(release -> release.deployment() == deployment.id())
                .map(release -> release.release() + (release.isAccepted() ? " (present)" : ""))
                .findFirst()
                .orElse("");
    }

    /** One deployment with its steps. */
    public String one(Deployment d, Collection<DeploymentEvent> events) {
        StringBuilder text = new StringBuilder(style.bold("deployment " + d.id()))
                .append(" of ")
                .append(of(d))
                .append(", ")
                .append(style.word(d.status().text()))
                .append(style.dim("  (" + d.cause() + " by " + d.actor() + ", " + Times.at(d.createdAt()) + " UTC)"))
                .append('\n');
        Map<String, List<StepView>> stages = StepView.of(events).stream()
                .collect(Collectors.groupingBy(StepView::stage, LinkedHashMap::new, Collectors.toList()));
        stages.forEach((stage, steps) -> {
            text.append(stage).append(":\n");
            steps.forEach(step -> text.append("  ").append(line(step)).append('\n'));
        });
        if (!d.message().isBlank()) {
            text.append(Style.plain(d.message()).strip()).append('\n');
        }
        return text.toString();
    }

    /** The line of an order that was taken. */
    public String begun(Deployment d) {
        return d.cause() + " of " + of(d) + ": deployment " + d.id() + " "
                + d.status().text() + "\n";
    }

    private String line(StepView step) {
        String what = Style.plain(step.step()) + style.dim("  (" + step.cause() + ")");
        if (step.milliseconds() != null) {
            return what + style.dim("  " + Times.took(Duration.ofMillis(step.milliseconds())));
        }
        return what + "  " + style.word(step.status())
                + (step.message().isBlank() ? "" : ": " + firstLine(step.message()));
    }

    private static String of(Deployment d) {
        return d.project() + d.application().map(a -> "/" + a).orElse("");
    }

    private static String firstLine(String message) {
        return Excerpt.without(Style.plain(message)).lines().findFirst().orElse("");
    }
}
