package dev.berth.core.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.core.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** An answer that comes bit by bit. Closing it, from any thread, ends it. */
record Streamed(Call call, DockerHttpClient.Response response) implements AutoCloseable {
    InputStream body() {
        return response.getBody();
    }

    /** Hands over each JSON value until the engine ends the stream. */
    void each(Consumer<JsonNode> listener) {
        try (MappingIterator<JsonNode> values =
                DockerApi.JSON.readerFor(JsonNode.class).readValues(body())) {
            while (values.hasNextValue()) {
                listener.accept(values.nextValue());
            }
        } catch (IOException e) {
            throw call.broken(e);
        } catch (RuntimeException e) {
            throw e instanceof EngineException known ? known : e;
        }
    }

    @Override
    public void close() {
        response.close();
    }
}
