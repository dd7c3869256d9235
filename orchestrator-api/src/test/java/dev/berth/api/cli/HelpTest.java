package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpTest {
    @Test
    void aVerbIsExplainedWithItsOptions() {
        assertEquals(
                """
                berth logs PROJECT/APP [-f] [-n N] [--since TIME] [--deployment N]
                  what the application prints

                  -f, --follow         stays and shows what comes
                  -n, --tail N         the last N lines of each instance, or all (1000)
                  --since TIME         nothing older, such as 10m or 2026-01-31T12:00:00Z
                  --deployment N       of that deployment's instances
                  -o, --output FORMAT  text or json
                """,
                help("help", "logs"));
        assertEquals(help("help", "logs"), help("logs", "--help"));
    }

    @Test
    void everyVerbIsListedAndExplained() {
        for (Verb verb : Verb.values()) {
            assertTrue(help("help").contains("  " + verb.text()), verb.text());
            assertTrue(help(("help " + verb.text()).split(" ")).startsWith("berth " + verb.text()), verb.text());
        }
    }

    @Test
    void theReferenceHasARowForEveryVerb() {
        for (Verb verb : Verb.values()) {
            assertTrue(help("help", "--markdown").contains("| `" + verb.usage() + "` | "), verb.text());
        }
    }

    @Test
    void everySummaryReadsAsASentenceAboutTheVerb() {
        for (Verb verb : Verb.values()) {
            assertTrue(verb.summary().length() <= 70 && !verb.summary().endsWith("."), verb.summary());
        }
    }

    private static String help(String... arguments) {
        Outcome outcome = Outcome.of(Map.of(), Path.of("/"), arguments);
        assertEquals("0 ", outcome.code() + " " + outcome.err());
        return outcome.out();
    }
}
