package dev.berth.api.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
    @TempDir
    Path directory;

    @Test
    void anArchiveHoldsWhatIsThereInOrder() throws IOException {
        write("Dockerfile", "FROM busybox\n");
        write("src/b.txt", "b");
        write("src/a.sh", "a");
        Files.setPosixFilePermissions(directory.resolve("src/a.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createDirectories(directory.resolve("empty"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("src/a.sh"));

        assertEquals(
                """
                Dockerfile 644 FROM busybox
                empty/ 755
                link 777 -> src/a.sh
                src/ 755
                src/a.sh 750 a
                src/b.txt 644 b
                """,
                listing("Dockerfile"));
    }

    @Test
    void whatIsIgnoredStaysOutButNotTheDockerfile() throws IOException {
        write(".dockerignore", "*\n!src\nsrc/*.tmp\n");
        write("build/Dockerfile", "FROM busybox\n");
        write("build/other", "x");
        write("src/a", "a");
        write("src/b.tmp", "b");

        assertEquals(
                """
                build/ 755
                build/Dockerfile 644 FROM busybox
                src/ 755
                src/a 644 a
                """,
                listing("build/Dockerfile"));
    }

    @Test
    void aDockerfileCanHaveRulesOfItsOwn() throws IOException {
        write(".dockerignore", "a\n");
        write("web.Dockerfile", "FROM busybox\n");
        write("web.Dockerfile.dockerignore", "b\n.dockerignore\nweb*\n");
        write("a", "a");
        write("b", "b");

        assertEquals("a 644 a\nweb.Dockerfile 644 FROM busybox\n", listing("web.Dockerfile"));
    }

    @Test
    void equalContentIsAnEqualArchiveWhateverItsTimes() throws IOException {
        write("Dockerfile", "FROM busybox\n");
        String before = BuildContext.ofDirectory(directory, "Dockerfile").digest();
        Files.setLastModifiedTime(directory.resolve("Dockerfile"), FileTime.fromMillis(1));

        assertEquals(before, BuildContext.ofDirectory(directory, "Dockerfile").digest());
        write("Dockerfile", "FROM alpine2\n");
        assertNotEquals(
                before, BuildContext.ofDirectory(directory, "Dockerfile").digest());
    }

    @Test
    void longAndForeignNamesStayWhole() throws IOException {
        String name = "ünï/" + "x".repeat(90) + "/" + "y".repeat(90) + ".txt";
        write(name, "deep");

        assertEquals("ünï/ 755\nünï/" + "x".repeat(90) + "/ 755\n" + name + " 644 deep\n", listing(""));
    }

    @Test
    void theLengthIsKnownBefore() throws IOException {
        write("a", "x".repeat(513));
        write("b", "");
        BuildContext context = BuildContext.ofDirectory(directory, "");

        assertEquals(bytes(context).length, context.length());
    }

    @Test
    void aSingleFileIsAnArchiveToo() throws IOException {
        write("web.env", "A=b\n");

        assertEquals("web.env 644 A=b\n", listing(BuildContext.ofFile(directory.resolve("web.env"))));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertEquals("the build context " + directory + "/nope is not there", refusal("nope", ""));
        assertEquals(
                "there is no Dockerfile in the build context " + directory
                        + "\nfix: write one, name another with  dockerfile:  , or use  dockerfile_inline:",
                refusal(".", "Dockerfile"));
    }

    private String refusal(String path, String dockerfile) {
        Path context = directory.resolve(path).normalize();
        return assertThrows(UploadException.class, () -> BuildContext.ofDirectory(context, dockerfile))
                .getMessage();
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static byte[] bytes(BuildContext context) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        context.writeTo(out);
        return out.toByteArray();
    }

    private String listing(String dockerfile) throws IOException {
        return listing(BuildContext.ofDirectory(directory, dockerfile));
    }

    private static String listing(BuildContext context) throws IOException {
        StringBuilder text = new StringBuilder();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes(context)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                text.append(entry.getName()).append(' ').append(Integer.toOctalString(entry.getMode() & 0777));
                if (entry.isSymbolicLink()) {
                    text.append(" -> ").append(entry.getLinkName());
                } else if (entry.isFile()) {
                    text.append(' ').append(new String(tar.readAllBytes(), StandardCharsets.UTF_8).trim());
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
