package dev.berth.api.http;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that talks to a server of its own. */
abstract class ApiCase {
    static final String API = "/api/v1";
    static final String SHOP = API + "/projects/shop";
    static final String WEB = SHOP + "/applications/web";

    @TempDir
    Path directory;

    TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
