package dev.berth.core.definition;

import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.HealthCheck;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@code deploy}, {@code restart} and {@code resources}. */
final class PolicyBinder {
    private static final long LEAST_MEMORY = 6L << 20;

    private PolicyBinder() {}

    static DeployPolicy deploy(Fields application, Optional<HealthCheck> check) {
        DeployPolicy standard = DeployPolicy.DEFAULT;
        Optional<Fields> given = application.part("deploy");
        if (given.isEmpty()) {
            return patient(standard, longest(standard.patience(), check));
        }
        Fields deploy = given.get();
        Optional<Duration> wish = deploy.span("patience");
        Duration patience = longest(wish.orElse(standard.patience()), check);
        if (wish.isPresent() && patience.compareTo(wish.get()) > 0) {
            deploy.problems()
                    .warning(
                            deploy.at("patience"),
                            "the health check takes up to " + SpanText.write(patience)
                                    + " by itself, so that is waited for",
                            "write  patience: " + SpanText.write(patience) + "  or shorten the health check");
        }
        Optional<DeployPolicy.Order> order = deploy.text("order")
                .map(text ->
                        text.equals("start-first") ? DeployPolicy.Order.START_FIRST : DeployPolicy.Order.STOP_FIRST);
        return new DeployPolicy(
                order,
                patience,
                deploy.span("drain").orElse(standard.drain()),
                deploy.span("monitor").orElse(standard.monitor()),
                deploy.flag("auto_rollback", standard.autoRollback()),
                deploy.whole("keep").orElse(standard.keep()));
    }

    private static DeployPolicy patient(DeployPolicy p, Duration patience) {
        return new DeployPolicy(p.order(), patience, p.drain(), p.monitor(), p.autoRollback(), p.keep());
    }

    private static Duration longest(Duration wish, Optional<HealthCheck> check) {
        Duration needed = check.map(HealthCheck::longest).orElse(Duration.ZERO);
        return needed.compareTo(wish) > 0 ? needed : wish;
    }

    static Restart restart(Fields application) {
        Optional<String> text = application.text("restart");
        if (text.isEmpty() || text.get().equals("always") || text.get().equals("unless-stopped")) {
            return Restart.UNLESS_STOPPED;
        }
        if (text.get().startsWith("on-failure")) {
            int colon = text.get().indexOf(':');
            return new Restart.OnFailure(
                    colon < 0 ? 0 : Integer.parseInt(text.get().substring(colon + 1)));
        }
        return new Restart.No();
    }

    static Resources resources(Fields application) {
        Optional<Fields> given = application.part("resources");
        if (given.isEmpty()) {
            return Resources.DEFAULT;
        }
        Fields resources = given.get();
        OptionalLong memory = resources.size("memory");
        if (memory.isPresent() && memory.getAsLong() < LEAST_MEMORY) {
            resources
                    .problems()
                    .error(
                            resources.at("memory"),
                            "memory must be at least 6M, the engine gives no less, not "
                                    + Fields.shown(resources.node("memory").orElseThrow()),
                            "write  memory: 64M");
        }
        OptionalInt pids = resources.whole("pids");
        return new Resources(memory, cpus(resources), pids.isPresent() ? pids.getAsInt() : Resources.DEFAULT.pids());
    }

    private static OptionalDouble cpus(Fields resources) {
        Optional<BigDecimal> cpus = resources.decimal("cpus");
        return cpus.isPresent() ? OptionalDouble.of(cpus.get().doubleValue()) : OptionalDouble.empty();
    }
}
