package dev.berth.core.reconcile;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.EngineException;
import dev.berth.core.engine.LogLine;
import dev.berth.core.plan.LastWords;
import dev.berth.core.release.InstanceName;
import dev.berth.core.store.EndedLogs;
import dev.berth.core.store.StoreException;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps last words in the store.
 *
 * @param deployment that removes the instances; empty for healing
 * @param cause of the removal, in words
 */
record StoredWords(Engine engine, EndedLogs ended, OptionalLong deployment, String cause) implements LastWords {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWords.class);
    private static final int LINES = 1_000;

    @Override
    public void keep(InstanceName instance) {
        try {
            List<LogLine> lines = engine.tail(instance, LINES);
            if (!lines.isEmpty()) {
                ended.add(
                        instance.release().project(),
                        instance.release().application(),
                        instance.toString(),
                        deployment,
                        cause,
                        lines);
            }
        } catch (EngineException | StoreException e) {
            LOG.warn("the last lines of {} could not be kept: {}", instance, e.getMessage());
        }
    }
}
