package dev.berth.core.store;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.time.ManualTimekeeper;
import java.nio.file.Path;
import java.time.Duration;

/** A store whose clock stands still, and which can be closed and opened again. */
final class TestStore implements AutoCloseable {
    static final ProjectName SHOP = new ProjectName("shop");
    static final ProjectName BLOG = new ProjectName("blog");
    static final ApplicationName WEB = new ApplicationName("web");
    static final ApplicationName REDIS = new ApplicationName("redis");

    final Path data;
    final Store store;
    private final ManualTimekeeper time;

    private TestStore(Path data, ManualTimekeeper time) {
        this.data = data;
        this.time = time;
        this.store = Store.open(data, time::now);
    }

    static TestStore in(Path data) {
        return new TestStore(data, new ManualTimekeeper());
    }

    /** As after the end of the daemon and its next start. */
    TestStore reopened() {
        close();
        return new TestStore(data, time);
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    /** Changes the database behind the store's back; values go in as parameters. */
    void meddle(String sql, Object... values) {
        store.database().write(session -> session.run(sql, values));
    }

    @Override
    public void close() {
        store.close();
    }
}
