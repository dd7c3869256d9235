package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.core.engine.InstanceState;
import dev.berth.core.engine.ObservedInstance;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.release.InstanceName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Reads what the engine says of one container.
 *
 * @param container the answer of {@code GET /containers/…/json}
 * @param countsSwap whether the engine can limit memory and swap together; asked only when it matters
 */
record ContainerObservation(JsonNode container, BooleanSupplier countsSwap) {
    /** Limits that {@code docker update} can change and Berth never sets: the engine cannot unset one again. */
    private static final Map<String, String> OTHER_LIMITS = Map.of(
            "BlkioWeight", "blkio-weight",
            "CpuRealtimePeriod", "cpu-rt-period",
            "CpuRealtimeRuntime", "cpu-rt-runtime",
            "CpuShares", "cpu-shares",
            "CpusetCpus", "cpuset-cpus",
            "CpusetMems", "cpuset-mems",
            "KernelMemory", "kernel-memory",
            "MemoryReservation", "memory-reservation");

    /**
     * @param own what the engine should call it
     * @param network the name of its project's network
     * @param networkId the id of the network that has this name now; empty when there is none
     */
    Optional<ObservedInstance> instance(Function<InstanceName, String> own, String network, String networkId) {
        Optional<InstanceName> name = Labels.instanceName(labels());
        if (name.isEmpty() || isBeingRemoved()) {
            return Optional.empty();
        }
        JsonNode state = container.path("State");
        boolean ended = state().equals(InstanceState.EXITED) || state().equals(InstanceState.RESTARTING);
        return Optional.of(new ObservedInstance(
                name.get(),
                labels().path(Labels.RECIPE).asText(""),
                state(),
                ended ? OptionalInt.of(exitCode()) : OptionalInt.empty(),
                oomKilled(),
                instant(state.path("StartedAt")),
                ended ? instant(state.path("FinishedAt")) : Optional.empty(),
                container.path("RestartCount").asInt(0),
                attached(network, networkId),
                answersTo(network, name.get().release().application().text()),
                address(network),
                resources(),
                engineRestart(),
                writesVolume(),
                imageId(),
                Optional.of(name()).filter(called -> !called.equals(own.apply(name.get()))),
                otherNetworks(name.get().release().project(), network),
                otherLimits()));
    }

    JsonNode labels() {
        return container.path("Config").path("Labels");
    }

    String name() {
        return container.path("Name").asText("").replaceFirst("^/", "");
    }

    String id() {
        return container.path("Id").asText();
    }

    InstanceState state() {
        return state(container.path("State").path("Status").asText(""));
    }

    /** Already ended, and gone in a moment: whoever needs its name waits for that. */
    boolean isBeingRemoved() {
        return container.path("State").path("Status").asText("").equals("removing");
    }

    static InstanceState state(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "running" -> InstanceState.RUNNING;
            case "paused" -> InstanceState.PAUSED;
            case "restarting" -> InstanceState.RESTARTING;
            case "created" -> InstanceState.CREATED;
            case "dead", "removing" -> InstanceState.DEAD;
            default -> InstanceState.EXITED;
        };
    }

    int exitCode() {
        return container.path("State").path("ExitCode").asInt(0);
    }

    boolean oomKilled() {
        return container.path("State").path("OOMKilled").asBoolean(false);
    }

    String imageId() {
        return container.path("Image").asText("");
    }

    Optional<Instant> startedAt() {
        return instant(container.path("State").path("StartedAt"));
    }

    boolean attached(String network, String networkId) {
        JsonNode endpoint = endpoint(network);
        boolean live = state() != InstanceState.RUNNING
                || !endpoint.path("EndpointID").asText("").isEmpty();
        String known = endpoint.path("NetworkID").asText("");
        return !endpoint.isMissingNode()
                && live
                && !networkId.isEmpty()
                && (known.isEmpty() || known.equals(networkId));
    }

    private List<String> otherNetworks(ProjectName project, String network) {
        List<String> others = new ArrayList<>();
        if (!project.equals(ProjectName.PROXY)) {
            container.path("NetworkSettings").path("Networks").fieldNames().forEachRemaining(others::add);
        }
        others.remove(network);
        return others;
    }

    /** The id of the network of this name that it is on. */
    Optional<String> networkId(String network) {
        String id = endpoint(network).path("NetworkID").asText("");
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    boolean answersTo(String network, String alias) {
        return EngineImage.texts(endpoint(network).path("Aliases")).contains(alias);
    }

    /** The address on that network, while it is running. */
    Optional<String> address(String network) {
        String address = endpoint(network).path("IPAddress").asText("");
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    /**
     * Whether it has ended and would start with the address that it was once given again, for connections that are not open
     * any more; another one may have it by now.
     */
    boolean asksForAddressAgain(String network) {
        return state() == InstanceState.EXITED
                && !endpoint(network)
                        .path("IPAMConfig")
                        .path("IPv4Address")
                        .asText("")
                        .isEmpty();
    }

    /** Whether these limits and this restart policy are what the engine has. */
    boolean isAllowed(Resources resources, Restart restart) {
        return resources().equals(resources) && engineRestart().equals(restart.text());
    }

    private JsonNode endpoint(String network) {
        return container.path("NetworkSettings").path("Networks").path(network);
    }

    Resources resources() {
        JsonNode host = container.path("HostConfig");
        long memory = memory(host);
        long quota = host.path("CpuQuota").asLong(0);
        double period = host.path("CpuPeriod").asDouble(0);
        return new Resources(
                memory <= 0 || memory >= ContainerTranslation.NO_MEMORY_LIMIT
                        ? OptionalLong.empty()
                        : OptionalLong.of(memory),
                cpus(quota, period),
                host.path("PidsLimit").asLong(0));
    }

    /** Memory and swap together are the limit. */
    private long memory(JsonNode host) {
        long memory = host.path("Memory").asLong(0);
        long withSwap = host.path("MemorySwap").asLong(0);
        if (memory <= 0 || withSwap == 0) {
            return memory;
        }
        // An engine that does not count swap says -1 of every container.
        boolean unlimited = withSwap < 0 && countsSwap.getAsBoolean();
        return unlimited ? 0 : Math.max(memory, withSwap);
    }

    private List<String> otherLimits() {
        List<String> others = new ArrayList<>();
        OTHER_LIMITS.forEach((field, option) -> {
            JsonNode value = container.path("HostConfig").path(field);
            // As text, 0 is a processor.
            boolean isSet = value.isTextual() ? !value.asText().isEmpty() : value.asLong(0) != 0;
            if (isSet) {
                others.add(option + " " + value.asText());
            }
        });
        return others;
    }

    private OptionalDouble cpus(long quota, double period) {
        long nano = container.path("HostConfig").path("NanoCpus").asLong(0);
        if (countsNano()) {
            return ContainerTranslation.isAllProcessors(nano)
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(nano / ContainerTranslation.ONE_CPU);
        }
        return quota <= 0 || period <= 0 ? OptionalDouble.empty() : OptionalDouble.of(quota / period);
    }

    /** Whether somebody used {@code --cpus}: from then on the engine takes no quota. */
    boolean countsNano() {
        return container.path("HostConfig").path("NanoCpus").asLong(0) > 0;
    }

    String engineRestart() {
        JsonNode policy = container.path("HostConfig").path("RestartPolicy");
        String name = policy.path("Name").asText("");
        int attempts = policy.path("MaximumRetryCount").asInt(0);
        if (name.isEmpty()) {
            return "no";
        }
        return name.equals("on-failure") && attempts > 0 ? name + ":" + attempts : name;
    }

    private boolean writesVolume() {
        for (JsonNode mount : container.path("Mounts")) {
            if (mount.path("Type").asText().equals("volume") && mount.path("RW").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Instant> instant(JsonNode text) {
        String written = text.asText("");
        if (written.isEmpty() || written.startsWith("0001-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(written));
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("the engine wrote the time \"" + written + "\"", e);
        }
    }
}
