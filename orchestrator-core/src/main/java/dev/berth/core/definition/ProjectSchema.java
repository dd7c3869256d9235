package dev.berth.core.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The project file as a JSON Schema (draft 2020-12), for editors; made from the keys that the reader checks by. */
public final class ProjectSchema {
    private final JsonGenerator json;

    private ProjectSchema(JsonGenerator json) {
        this.json = json;
    }

    /** The same text each time; ends with a line break. */
    public static String json() {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));
            new ProjectSchema(json).root();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out + "\n";
    }

    private void root() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.writeStringField("title", "Berth project file");
        section(ProjectKeys.PROJECT);
        json.writeEndObject();
    }

    private void section(Section section) throws IOException {
        types("object");
        json.writeObjectFieldStart("properties");
        for (Key key : section.keys()) {
            json.writeObjectFieldStart(key.name());
            json.writeStringField("description", description(key));
            shape(key.shape());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("patternProperties");
        json.writeBooleanField("^x-", true);
        json.writeEndObject();
        json.writeBooleanField("additionalProperties", false);
        if (!section.required().isEmpty()) {
            strings("required", section.required());
        }
    }

    private static String description(Key key) {
        String standard = key.standard().isEmpty() ? "" : " Default: " + key.standard() + ".";
        return key.meaning().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + key.meaning().substring(1) + "." + standard + " Example: " + key.name() + ": " + key.example();
    }

    private void shape(Shape shape) throws IOException {
        if (shape instanceof Shape.Text) {
            types("string", "number", "boolean");
        } else if (shape instanceof Shape.Form form) {
            types("string", "number", "boolean");
            json.writeStringField("pattern", form.pattern().pattern());
        } else if (shape instanceof Shape.Choice choice) {
            choice(choice);
        } else if (shape instanceof Shape.Whole whole) {
            whole(whole);
        } else if (shape instanceof Shape.Decimal) {
            types("number", "string");
            json.writeNumberField("exclusiveMinimum", 0);
        } else if (shape instanceof Shape.Flag) {
            types("boolean");
        } else if (shape instanceof Shape.Span) {
            types("string", "integer");
            json.writeStringField("pattern", SpanText.FORM.pattern());
        } else if (shape instanceof Shape.Size) {
            types("string", "integer");
            json.writeStringField("pattern", SizeText.FORM.pattern());
        } else {
            composed(shape);
        }
    }

    private void composed(Shape shape) throws IOException {
        if (shape instanceof Shape.Items items) {
            types("array", "null");
            nested("items", items.item());
        } else if (shape instanceof Shape.Named named) {
            types("object", "null");
            nested("additionalProperties", named.value());
        } else if (shape instanceof Shape.Part part) {
            section(part.section());
        } else if (shape instanceof Shape.Nothing) {
            types("null");
        } else if (shape instanceof Shape.Either either) {
            json.writeArrayFieldStart("anyOf");
            for (Shape alternative : either.alternatives()) {
                json.writeStartObject();
                shape(alternative);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private void nested(String field, Shape shape) throws IOException {
        json.writeObjectFieldStart(field);
        shape(shape);
        json.writeEndObject();
    }

    private void choice(Shape.Choice choice) throws IOException {
        json.writeArrayFieldStart("enum");
        for (String value : choice.values()) {
            if (value.equals("true")) {
                json.writeBoolean(true);
            } else {
                json.writeString(value);
            }
        }
        json.writeEndArray();
    }

    private void whole(Shape.Whole whole) throws IOException {
        types("integer");
        json.writeNumberField("minimum", whole.least());
        if (whole.most() < Long.MAX_VALUE) {
            json.writeNumberField("maximum", whole.most());
        }
    }

    private void types(String... types) throws IOException {
        if (types.length == 1) {
            json.writeStringField("type", types[0]);
        } else {
            strings("type", List.of(types));
        }
    }

    private void strings(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
