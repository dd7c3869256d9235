package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class ContextApiTest extends ApiCase {
    private static byte[] tar(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] link(String name, String target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String put(String path, byte[] body) {
        return AnswerText.of(server.send(server.request(path)
                .header("Content-Type", "application/x-tar")
                .PUT(BodyPublishers.ofByteArray(body))));
    }

    private String keep(byte[] body) {
        return put(WEB + "/context", body);
    }

    @Test
    void anUploadIsNamedByItsDigest() throws Exception {
        byte[] tar = tar("Dockerfile", "FROM scratch\n");
        String path = API + "/contexts/" + digest(tar);
        assertEquals("404", server.say("HEAD", path).substring(0, 3));
        String body = "content-type: application/json\n{\"digest\":\"" + digest(tar) + "\"}\n";
        assertEquals("201\n" + body, put(path, tar));
        assertEquals("200\n", server.say("HEAD", path));
        assertEquals("200\n" + body, put(path.replace("sha256:", ""), tar));
        assertEquals(
                "201\n" + body.replace(digest(tar), digest(zipped(tar))),
                put(API + "/contexts/" + digest(zipped(tar)), zipped(tar)));
    }

    @Test
    void anUploadUnderAnotherNameIsRefused() throws Exception {
        byte[] tar = tar("Dockerfile", "FROM scratch\n");
        String other = "sha256:" + "0".repeat(64);
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Upload refused","status":422,"detail":"the upload is DIGEST, not OTHER as\
                 its address says; send it again","errors":[]}
                """
                        .replace("DIGEST", digest(tar))
                        .replace("OTHER", other),
                put(API + "/contexts/" + other, tar));
        assertEquals("422", put(API + "/contexts/latest", tar).substring(0, 3));
    }

    @Test
    void whatLeadsOutOfTheContextIsRefused() throws Exception {
        String refused =
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Upload refused","status":422,"detail":"the upload is refused: its entry\
                 \\"ENTRY\\" WHY","errors":[]}
                """;
        String out = refused.replace("WHY", "leads out of the context");
        assertEquals(out.replace("ENTRY", "../etc/passwd"), keep(tar("../etc/passwd", "x")));
        assertEquals(out.replace("ENTRY", "a/../../b"), keep(tar("a/../../b", "x")));
        assertEquals(out.replace("ENTRY", "/etc/passwd"), keep(tar("/etc/passwd", "x")));
        assertEquals(
                refused.replace("ENTRY", "a").replace("WHY", "is a link that leads out of the context, to ../x"),
                keep(link("a", "../x")));
    }

    @Test
    void moreThanIsAllowedIsRefusedHoweverItComes() throws Exception {
        String large = "x".repeat((int) TestServer.MAX_CONTEXT + 1);
        assertEquals(
                """
                413
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Too large","status":413,"detail":"the body is larger than 1 MiB",\
                "remedy":"name what the build does not need in .dockerignore, or raise the daemon's --max-context",\
                "errors":[]}
                """,
                keep(tar("a", large)));
        String measured =
                """
                413
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Upload refused","status":413,"detail":"the upload is larger than 1 MiB;\
                 name what the build does not need in .dockerignore, or raise --max-context","errors":[]}
                """;
        byte[] unannounced = tar("a", large);
        assertEquals(
                measured,
                AnswerText.of(server.send(server.request(WEB + "/context")
                        .header("Content-Type", "application/x-tar")
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(unannounced))))));
        assertEquals(measured, keep(zipped(tar("a", "x".repeat(20 << 20)))));
    }

    @Test
    void anApplicationIsBuiltFromTheContextThatWasKeptForIt() throws Exception {
        String web = "{\"name\": \"web\", \"build\": \".\"}";
        assertEquals(
                """
                422
                berth-exit: 2
                berth-need: context . Dockerfile
                content-type: application/problem+json
                {"type":"about:blank","title":"Files are missing","status":422,"detail":"the definition names files that\
                 only its author has: .","remedy":"send \\".\\" as tar with PUT /api/v1/projects/shop/applications/web\
                /context, then this again; or use dockerfile_inline","errors":[],"needs":[{"path":".","kind":"context",\
                "dockerfile":"Dockerfile","application":"web"}]}
                """,
                server.say("POST", SHOP + "/applications", web));
        byte[] tar = tar("Dockerfile", "FROM scratch\n");
        assertEquals("201\ncontent-type: application/json\n{\"digest\":\"" + digest(tar) + "\"}\n", keep(tar));
        assertEquals("201", server.say("POST", SHOP + "/applications", web).substring(0, 3));
        String named = "{\"name\": \"tea\", \"build\": {\"context\": \"" + digest(tar) + "\"}}";
        assertEquals("201", server.say("POST", SHOP + "/applications", named).substring(0, 3));
        String inline = "{\"name\": \"api\", \"build\": {\"dockerfile_inline\": \"FROM scratch\"}}";
        assertEquals("201", server.say("POST", SHOP + "/applications", inline).substring(0, 3));
    }
}
