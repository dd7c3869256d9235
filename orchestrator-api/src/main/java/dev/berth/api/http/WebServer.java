package dev.berth.api.http;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How the web server below the routes is set: what it says of itself, how much it takes on. */
final class WebServer {
    private static final int THREADS = EventStreams.MOST + 4 * ApiServer.BODIES;
    private static final int IDLE_THREADS = 4;
    private static final int IDLE_MILLIS = 30_000;
    private static final int LARGEST_HEAD = 32 * 1024;
    private static final int CONNECTIONS = 1000;

    private WebServer() {}

    static void configure(JavalinConfig config, ServerErrors errors) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
            http.setRequestHeaderSize(LARGEST_HEAD);
            http.setResponseHeaderSize(LARGEST_HEAD);
        });
        config.jetty.modifyServletContextHandler(handler -> {
            handler.setSessionHandler(withoutMemory());
            handler.setErrorHandler(errors);
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(errors);
            server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        });
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS, IDLE_MILLIS);
        threads.setName("api");
        threads.setReservedThreads(0);
        threads.setDaemon(true);
        return threads;
    }

    /** Javalin asks for a session whenever a web socket is wanted: it is forgotten with the request. */
    private static SessionHandler withoutMemory() {
        SessionHandler sessions = new SessionHandler();
        sessions.setUsingCookies(false);
        NullSessionCache cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(new NullSessionDataStore());
        sessions.setSessionCache(cache);
        return sessions;
    }
}
