package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.DaemonOption;
import java.nio.file.Path;
import java.util.List;
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
    void theReferenceHasARowForEveryVerbOptionAndVariable() {
        String reference = help("help", "--markdown");
        for (Verb verb : Verb.values()) {
            assertTrue(
                    reference.contains("\n| `berth " + HelpCommand.call(verb) + "` | " + verb.summary()), verb.text());
            for (Option option : verb.options()) {
                assertTrue(reference.contains("<br>`" + option.synopsis() + "` " + option.text()), option.flag());
            }
        }
        for (Variable variable : Variable.values()) {
            assertTrue(reference.contains("\n| `" + variable + "` | " + variable.text()), variable.name());
        }
        for (DaemonOption option : DaemonOption.values()) {
            assertTrue(reference.contains("\n| `" + option.flag() + " " + option.value() + "` | "), option.flag());
        }
    }

    @Test
    void theReferenceIsTablesThatMarkdownUnderstands() {
        for (String line : help("help", "--markdown").lines().toList()) {
            int cells = line.replace("\\|", "").split("\\|", -1).length - 1;
            assertTrue(!line.startsWith("|") || cells == 3, line);
        }
    }

    @Test
    void whatThisBerthDoesNotHaveYetIsInNoHelp() {
        for (String verb : List.of("verify", "adopt")) {
            Outcome outcome = Outcome.of(Map.of(), Path.of("/"), verb, "shop");
            assertEquals("2 error: this Berth does not have " + verb + " yet\n", outcome.code() + " " + outcome.err());
            assertFalse(help("help").contains(verb), verb);
            assertFalse(help("help", "--markdown").contains(verb), verb);
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
