package dev.berth.core.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.berth.core.release.Secret;
import java.io.IOException;

/** Secrets in clear, for texts that are sealed. */
final class SecretJson {
    private SecretJson() {}

    static Module module() {
        return new SimpleModule("secrets")
                .addSerializer(Secret.class, new Writer())
                .addDeserializer(Secret.class, new Reader());
    }

    private static final class Writer extends JsonSerializer<Secret> {
        @Override
        public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(secret.reveal());
        }
    }

    private static final class Reader extends JsonDeserializer<Secret> {
        @Override
        public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Secret.of(context.readValue(in, String.class));
        }
    }
}
