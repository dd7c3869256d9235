package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.route;
import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.proxy.file.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TraefikDirectoryTest {

    @TempDir
    private Path base;

    @Test
    void oneApplicationIsChangedAndTheOthersStay() {
        TraefikDirectory directory = open();
        assertTrue(directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "web.shop:80")))));
        assertTrue(directory.publish(
                "shop", Map.of("api", List.of(route("shop", "api", 0, "b.example", "/", "api.shop:80")))));
        assertTrue(directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "new.shop:80")))));
        assertEquals("{api=[api.shop:80], web=[new.shop:80]}", upstreams(directory, "shop"));
        assertTrue(directory.publish("shop", Map.of("web", List.of())));
        assertEquals("{api=[api.shop:80]}", upstreams(directory, "shop"));
    }

    @Test
    void theSameAgainWritesNothing() throws IOException {
        TraefikDirectory directory = open();
        var routes = Map.of("web", List.of(web("a.example", "/", "web.shop:80")));
        directory.publish("shop", routes);
        Object before = Files.getAttribute(file("shop"), "unix:ino");
        assertFalse(directory.publish("shop", routes));
        assertFalse(directory.replace("shop", routes));
        assertFalse(open().publish("shop", routes));
        assertEquals(before, Files.getAttribute(file("shop"), "unix:ino"));
    }

    @Test
    void anAddressThatAnotherOwnerHasIsRefusedUntilItIsFree() {
        TraefikDirectory directory = open();
        directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "web.shop:80"))));
        var theirs = Map.of("web", List.of(route("blog", "web", 0, "a.example", "/", "web.blog:80")));
        TraefikFailure refused = assertThrows(TraefikFailure.class, () -> directory.publish("blog", theirs));
        assertEquals(
                "CONFLICT: requests for Host(`a.example`) are led elsewhere already, by the route shop_web_0; choose another"
                        + " host or path, or take it from there first",
                refused.kind() + ": " + refused.getMessage());
        assertEquals("[shop]", directory.owners().toString());
        directory.remove("shop");
        assertTrue(directory.publish("blog", theirs));
    }

    @Test
    void whatIsPublishedIsThereAfterAStart() {
        var routes = List.of(
                web("a.example", "/x", "web.shop:80"), route("shop", "web", 1, "*.example", "/", "web.shop:80"));
        open().publish("shop", Map.of("web", routes));
        TraefikDirectory directory = open();
        assertEquals("[shop]", directory.owners().toString());
        assertEquals(
                Map.of("web", PublishedApplication.of(routes)),
                directory.published("shop").orElseThrow().applications());
        assertTrue(directory.isIntact("shop"));
    }

    @Test
    void anOwnerWithoutRoutesHasNoFile() {
        TraefikDirectory directory = open();
        directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "web.shop:80"))));
        assertTrue(directory.remove("shop"));
        assertFalse(directory.remove("shop"));
        assertFalse(Files.exists(file("shop")));
        assertEquals(Optional.empty(), directory.published("shop"));
        assertFalse(directory.publish("shop", Map.of("web", List.of())));
    }

    @Test
    void aFileThatIsNotUnderstoodIsReportedAndOnlyReplacedWhole() throws IOException {
        var routes = Map.of("web", List.of(web("a.example", "/", "web.shop:80")));
        open().publish("shop", routes);
        Files.writeString(file("shop"), Files.readString(file("shop")).replace("rule:", "rulez:"));
        TraefikDirectory directory = open();
        assertEquals(Optional.empty(), directory.published("shop"));
        assertEquals(
                "[" + file("shop")
                        + ": /http/routers/shop_web_0: property 'rulez' is not defined in the schema and the "
                        + "schema does not allow additional properties; /http/routers/shop_web_0: required property "
                        + "'rule' not found]",
                directory.unreadable().toString());
        assertFalse(directory.isIntact("shop"));
        var failure = assertThrows(TraefikFailure.class, () -> directory.publish("shop", routes));
        assertEquals(TraefikFailure.Kind.UNREADABLE, failure.kind());
        assertTrue(directory.replace("shop", routes));
        assertEquals(List.of(), directory.unreadable());
        assertTrue(directory.isIntact("shop"));
    }

    @Test
    void namesOfAnotherOwnerInAFileAreNotUnderstood() throws IOException {
        open().publish("shop", Map.of("web", List.of(web("a.example", "/", "web.shop:80"))));
        Files.move(file("shop"), file("blog"));
        assertEquals(
                "[" + file("blog") + ": \"shop_web_0\" is not a name that blog gives]",
                open().unreadable().toString());
    }

    @Test
    void somebodyElsesFileIsReportedAndLeftAlone() throws IOException {
        Files.createDirectories(base.resolve("dynamic"));
        Files.writeString(file("shop"), "http: {}\n");
        Files.writeString(base.resolve("dynamic/notes.txt"), "hello");
        TraefikDirectory directory = open();
        assertEquals(
                "[" + base.resolve("dynamic/notes.txt") + ": was not written by Berth, " + file("shop")
                        + ": was not written by Berth]",
                directory.unreadable().toString());
        var routes = Map.of("web", List.of(web("a.example", "/", "web.shop:80")));
        for (Executable change : List.<Executable>of(
                () -> directory.publish("shop", routes),
                () -> directory.replace("shop", routes),
                () -> directory.remove("shop"))) {
            var failure = assertThrows(TraefikFailure.class, change);
            assertEquals(
                    file("shop") + " was not written by Berth; move it away, or give it another name",
                    failure.getMessage());
        }
        assertEquals("http: {}\n", Files.readString(file("shop")));
    }

    @Test
    void aFileThatWasChangedByHandIsNotIntactAndIsWrittenAgain() throws IOException {
        TraefikDirectory directory = open();
        directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "web.shop:80"))));
        String text = Files.readString(file("shop"));
        Files.writeString(file("shop"), text + "# mine\n");
        assertFalse(directory.isIntact("shop"));
        assertTrue(directory.publish("shop", Map.of()));
        assertEquals(text, Files.readString(file("shop")));
        Files.delete(file("shop"));
        assertFalse(directory.isIntact("shop"));
        assertTrue(directory.publish("shop", Map.of()));
        assertEquals(text, Files.readString(file("shop")));
    }

    @Test
    void leftoversOfACrashAreClearedAtTheStart() throws IOException {
        Files.createDirectories(base.resolve("temporary"));
        Files.writeString(base.resolve("temporary/shop.yml.tmp"), "half");
        open();
        try (Stream<Path> left = Files.list(base.resolve("temporary"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aFailedWriteChangesNothing() throws IOException {
        TraefikDirectory directory = open();
        directory.publish("shop", Map.of("web", List.of(web("a.example", "/", "old.shop:80"))));
        Files.delete(base.resolve("temporary"));
        var routes = Map.of("web", List.of(web("a.example", "/", "new.shop:80")));
        assertThrows(FileFailure.class, () -> directory.publish("shop", routes));
        assertEquals("{web=[old.shop:80]}", upstreams(directory, "shop"));
        assertTrue(directory.isIntact("shop"));
    }

    @Test
    void bothDirectoriesAreForTheirOwnerOnly() throws IOException {
        open();
        for (String name : List.of("dynamic", "temporary")) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve(name))));
        }
    }

    @Test
    void aRouteOfAnotherApplicationIsRefused() {
        TraefikDirectory directory = open();
        var wrong = Map.of("api", List.of(web("a.example", "/", "web.shop:80")));
        var failure = assertThrows(IllegalArgumentException.class, () -> directory.publish("shop", wrong));
        assertEquals("route shop_web_0 is not one of shop/api", failure.getMessage());
    }

    private TraefikDirectory open() {
        return TraefikDirectory.open(base.resolve("dynamic"), base.resolve("temporary"));
    }

    private Path file(String owner) {
        return base.resolve("dynamic").resolve(owner + ".yml");
    }

    private static String upstreams(TraefikDirectory directory, String owner) {
        var applications = new TreeMap<String, Object>();
        directory
                .published(owner)
                .orElseThrow()
                .applications()
                .forEach((name, a) -> applications.put(name, a.upstreams()));
        return applications.toString();
    }
}
