package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void optionsStandAnywhereAndTakeTheirValueInTwoWays() {
        Arguments arguments = Arguments.of("logs", "-f", "shop/web", "--tail=5", "--deployment", "7");

        assertEquals(Verb.LOGS, arguments.verb());
        assertEquals(List.of("shop/web"), arguments.words());
        assertEquals(
                "5 7 true",
                arguments.value(Option.TAIL).get() + " "
                        + arguments.value(Option.DEPLOYMENT).get() + " " + arguments.has(Option.FOLLOW));
    }

    @Test
    void aLetterMeansWhatTheVerbSays() {
        assertEquals("-", Arguments.of("apply", "-f", "-").value(Option.FILE).get());
    }

    @Test
    void everythingBehindTheApplicationIsTheCommandToRun() {
        assertEquals(
                List.of("shop/web", "ls", "-l", "--", "x"),
                Arguments.of("exec", "shop/web", "--", "ls", "-l", "--", "x").words());
        assertEquals(
                List.of("shop/web", "ls", "-l"),
                Arguments.of("exec", "-T", "shop/web", "ls", "-l").words());
    }

    @Test
    void aVerbOfTwoWordsIsOne() {
        assertEquals(
                Verb.SECRET_SET, Arguments.of("secret", "set", "shop", "KEY").verb());
    }

    @Test
    void aMistypedVerbGetsASuggestion() {
        assertEquals(
                "berth has no verb \"aply\"; did you mean apply?\nfix: berth help lists them all", refusal("aply"));
        assertEquals("berth has no verb \"frobnicate\"\nfix: berth help lists them all", refusal("frobnicate"));
    }

    @Test
    void halfAVerbIsCompleted() {
        assertEquals(
                "berth secret needs to know what: there are berth secret set, berth secret ls, berth secret rm",
                refusal("secret"));
        assertEquals(
                "berth token has no \"remove\": there are berth token create, berth token ls, berth token rm",
                refusal("token", "remove"));
    }

    @Test
    void aMistypedOptionGetsASuggestion() {
        assertEquals(
                "berth apply has no option --detatch; did you mean --detach?\n"
                        + "usage: berth apply [-f FILE] [--dry-run] [-d] [--rebuild] [-y]",
                refusal("apply", "--detatch"));
    }

    @Test
    void whatIsMissingOrTooMuchIsNamed() {
        assertEquals("berth scale needs also N\nusage: berth scale PROJECT/APP N [-d]", refusal("scale", "shop/web"));
        assertEquals("berth status needs PROJECT\nusage: berth status PROJECT", refusal("status"));
        assertEquals("berth ls does not know what to do with \"x\"\nusage: berth ls", refusal("ls", "x"));
        assertEquals("-f needs a value: -f FILE", refusal("apply", "-f"));
        assertEquals("-f is given twice; give it once", refusal("apply", "-f", "a", "-f", "b"));
        assertEquals("--yes takes no value", refusal("apply", "--yes=1"));
    }

    @Test
    void theDaemonReadsItsOwnOptions() {
        assertEquals(
                List.of("--data-dir", "/x", "--frob"),
                Arguments.of("daemon", "--data-dir", "/x", "--frob").words());
    }

    @Test
    void helpNeedsNothingElse() {
        assertEquals(true, Arguments.of("scale", "--help").has(Option.HELP));
        assertEquals(Verb.HELP, Arguments.of().verb());
        assertEquals(Verb.VERSION, Arguments.of("--version").verb());
    }

    private static String refusal(String... given) {
        return assertThrows(CommandFailure.class, () -> Arguments.of(given)).getMessage();
    }
}
