package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SettingsDifferenceTest {

    @Test
    void everySettingThatChangedIsSaid() {
        DesiredApplication before = Everything.application();
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("release", ReleaseChange.all().get(0).release());
        changes.put("replicas", 4);
        changes.put("sticky", false);
        changes.put("retry", false);
        changes.put("port", OptionalInt.of(8001));
        changes.put("domains", List.of());
        changes.put("restart", new Restart.No());
        changes.put("healthCheck", Optional.empty());
        changes.put("fallback", Altered.with(before.fallback(), "retries", 9));
        changes.put("dependsOn", List.of());
        changes.put("job", false);
        changes.put("resources", Resources.DEFAULT);
        changes.put("deploy", DeployPolicy.DEFAULT);
        changes.put("order", DeployPolicy.Order.START_FIRST);
        changes.put("stopped", false);
        assertEquals(
                Stream.of(DesiredApplication.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList(),
                List.copyOf(changes.keySet()));
        assertEquals(
                """
                release: []
                replicas: [scaled from 3 to 4]
                sticky: [sticky changed]
                retry: [retry changed]
                port: [port changed]
                domains: [domains changed]
                restart: [restart policy changed]
                healthCheck: [health check changed]
                fallback: []
                dependsOn: [dependencies changed]
                job: [job changed]
                resources: [limits changed]
                deploy: [deploy settings changed]
                order: []
                stopped: []
                """,
                changes.entrySet().stream()
                        .map(change -> change.getKey() + ": "
                                + SettingsDifference.between(
                                        before, Altered.with(before, change.getKey(), change.getValue()))
                                + "\n")
                        .collect(Collectors.joining()));
    }
}
