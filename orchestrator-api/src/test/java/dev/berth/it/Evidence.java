package dev.berth.it;

import java.util.Objects;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/** Assertions with a whole log as evidence: it comes last, so that the first line of a failure says what failed. */
final class Evidence {
    private Evidence() {}

    static void assertEqual(Object expected, Object actual, Supplier<String> evidence) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionFailedError(
                    "expected: <" + expected + "> but was: <" + actual + ">; " + evidence.get(), expected, actual);
        }
    }
}
