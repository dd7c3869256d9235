package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final HandTicks ticks = new HandTicks();

    @Test
    void whatRunsIsDrawnAgainAndWhatIsDoneStays() {
        LiveProgress progress = progress(Map.of("COLUMNS", "40", "LINES", "24", "NO_COLOR", "1"));

        show(progress, "db\tstep\tstart shop-db-aa-1  (new)\t");
        ticks.pause(300);
        show(progress, "web\tstep\tprovide image shop/web:9b1f with a long name  (sources changed)\t");
        show(progress, "web\tprogress\t#5 RUN npm ci --no-audit --no-fund --loglevel=error\t");
        ticks.pause(2000);
        progress.draw();
        show(progress, "db\tdone\tstart shop-db-aa-1\t2290");
        show(progress, "web\tfailed\tprovide image shop/web:9b1f\t\nweb\tfailed\tnpm: not found\t");
        show(progress, "\tfinished:failed\tweb: npm: not found\t2310");
        progress.end();

        assertEquals(
                """
                ⠋ db  start shop-db-aa-1  (new)  0.0 s
                [1A\r[J⠸ db  start shop-db-aa-1  (new)  0.3 s
                ⠸ web  provide image shop/web:9…  0.0 s
                [2A\r[J⠸ db  start shop-db-aa-1  (new)  0.3 s
                ⠸ web  provide image shop/web:9…  0.0 s
                    #5 RUN npm ci --no-audit --no-fund…
                [3A\r[J⠸ db  start shop-db-aa-1  (new)  2.3 s
                ⠸ web  provide image shop/web:9…  2.0 s
                    #5 RUN npm ci --no-audit --no-fund…
                [3A\r[J✓ db  start shop-db-aa-1  (new)  2.3 s
                ⠸ web  provide image shop/web:9…  2.0 s
                    #5 RUN npm ci --no-audit --no-fund…
                [2A\r[J✗ web  provide image shop/web:9b1f
                    npm: not found
                ✗ failed after 2.3 s: web: npm: not found
                """,
                drawn());
    }

    @Test
    void coloursSayHowItWent() {
        LiveProgress progress = progress(Map.of("COLUMNS", "40", "LINES", "24"));

        show(progress, "db\tstep\tstart\t");
        show(progress, "db\tdone\tstart\t20");
        show(progress, "\tfinished:succeeded\t\t");

        assertEquals(
                """
                ⠋ db  start[2m  0.0 s[0m
                [1A\r[J[32m✓ [0mdb  start[2m  0.0 s[0m
                [32m✓ [0msucceeded
                """,
                drawn());
    }

    @Test
    void aLowTerminalShowsWhatFitsAndCountsTheRest() {
        LiveProgress progress = progress(Map.of("COLUMNS", "40", "LINES", "4", "NO_COLOR", "1"));

        show(progress, "a\tstep\tstart\t");
        show(progress, "b\tstep\tstart\t");
        show(progress, "c\tstep\tstart\t");
        screen.reset();
        progress.draw();

        assertEquals(
                """
                [3A\r[J⠋ a  start  0.0 s
                ⠋ b  start  0.0 s
                  and 1 more
                """,
                drawn());
    }

    @Test
    void aDaemonThatIsAwayIsShown() {
        LiveProgress progress = progress(Map.of("COLUMNS", "60", "LINES", "24", "NO_COLOR", "1"));

        show(progress, "a\tstep\tstart\t");
        progress.waiting("connection refused");
        progress.end();

        assertEquals(
                """
                ⠋ a  start  0.0 s
                [1A\r[J⠋ waiting for the daemon: connection refused
                ⠋ a  start  0.0 s
                [2A\r[J""",
                drawn());
    }

    private void show(LiveProgress progress, String columns) {
        progress.show(ProgressEvent.of(columns));
    }

    private LiveProgress progress(Map<String, String> variables) {
        Surroundings terminal = new Surroundings(variables, "/home/ann", "/", false, true, true, true);
        Console console = new Console(new ByteArrayInputStream(new byte[0]), screen, screen, terminal);
        return new LiveProgress(console, ticks);
    }

    /** Without the escape character, so that it can be read. */
    private String drawn() {
        return screen.toString(StandardCharsets.UTF_8).replace("\u001b", "");
    }
}
