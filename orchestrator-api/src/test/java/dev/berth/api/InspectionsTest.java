package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.doctor.Doctor;
import dev.berth.api.http.Outage;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionsTest {
    @TempDir
    Path directory;

    private final Outage outage = new Outage(new InMemoryEngine());

    private String seen(String... options) {
        List<String> all = new ArrayList<>(List.of("--data-dir", directory.toString()));
        all.addAll(List.of(options));
        Settings settings = SettingsReader.read(all, Map.of(), directory, false);
        try (Store store = Store.open(directory, Clock.systemUTC())) {
            return new Doctor(Inspections.of(settings, store, outage.engine(), Optional::empty))
                    .examine().stream()
                            .map(c -> c.verdict() + " " + c.name() + ": " + c.what() + "; " + c.remedy() + "\n")
                            .collect(Collectors.joining())
                            .replaceAll("\\d+ MiB", "N MiB")
                            .replace(directory.toString(), "DATA");
        }
    }

    @Test
    void eachThingIsLookedAtByItself() {
        assertEquals(
                """
                OK engine: memory 1 answers, API 1.41;\s
                OK builder: BuildKit;\s
                BAD proxy: Traefik on the ports 80 and 443 does not run; berth status proxy says why; a taken port is freed,\
                 or others given with --http-port
                OK data directory: DATA has N MiB free;\s
                BAD engine's disk: cannot look at /nowhere: /nowhere; mend that, then look again
                OK other stores: nothing here was made by a Berth with another data directory;\s
                OK stand-in images: none;\s
                """,
                seen());
    }

    @Test
    void anEngineThatIsAwayIsSaidOnce() {
        outage.begin();
        assertEquals(
                """
                BAD engine: cannot reach Docker at unix:///nowhere: connection refused; mend that, then look again
                BAD builder: nobody knows while the engine does not answer; mend the engine first
                BAD proxy: nobody knows while the engine does not answer; mend the engine first
                OK data directory: DATA has N MiB free;\s
                BAD engine's disk: nobody knows while the engine does not answer; mend the engine first
                BAD other stores: nobody knows while the engine does not answer; mend the engine first
                BAD stand-in images: nobody knows while the engine does not answer; mend the engine first
                """,
                seen());
    }

    @Test
    void withoutAProxyThatIsSaidWithTheRemedy() {
        assertEquals(
                "NOTICE proxy: none, so that no domain is served; start the daemon with --proxy managed",
                seen("--proxy", "none")
                        .lines()
                        .filter(line -> line.contains(" proxy: "))
                        .findFirst()
                        .orElseThrow());
    }
}
