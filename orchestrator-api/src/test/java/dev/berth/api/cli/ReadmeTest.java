package dev.berth.api.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.definition.ProjectReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The README's references are those of the program. With {@code -Dberth.readme=write} they are written into it, instead
 * of being compared.
 */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @Test
    void theReferenceOfTheProjectFileIsThatOfTheReader() throws IOException {
        compare("project file", ProjectReference.markdown());
    }

    @Test
    void theReferenceOfTheCommandLineIsThatOfItsParser() throws IOException {
        compare("command line", Reference.markdown());
    }

    private static void compare(String name, String expected) throws IOException {
        String text = Files.readString(README);
        String begin = "<!-- " + name + ": begin -->\n";
        String end = "<!-- " + name + ": end -->";
        assertTrue(text.contains(begin) && text.contains(end), "the README lacks the marks of " + name);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        if ("write".equals(System.getProperty("berth.readme"))) {
            Files.writeString(README, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertEquals(expected, text.substring(from, to));
    }
}
