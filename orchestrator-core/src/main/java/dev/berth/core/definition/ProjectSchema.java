package dev.berth.core.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The project file as a JSON Schema (draft 2020-12), for editors; made from the keys that the reader checks by. */
public final class ProjectSchema {
    private static final List<String> NUMBERS = List.of("7", "644", "0644");

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
        if (!section.choice().names().isEmpty()) {
            json.writeArrayFieldStart("oneOf");
            for (String name : section.choice().names()) {
                json.writeStartObject();
                strings("required", List.of(name));
                json.writeEndObject();
            }
            json.writeEndArray();
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
            form(form.pattern());
        } else if (shape instanceof Shape.Choice choice) {
            strings("enum", choice.values());
        } else if (shape instanceof Shape.Whole whole) {
            whole(whole);
        } else if (shape instanceof Shape.Decimal) {
            types("number", "string");
            json.writeNumberField("minimum", Shape.Decimal.LEAST);
            pattern(Shape.Decimal.FORM);
        } else if (shape instanceof Shape.Flag) {
            types("boolean", "string");
            pattern(Shape.Flag.FORM);
        } else if (shape instanceof Shape.Yes) {
            yes();
        } else if (shape instanceof Shape.Span) {
            types("string", "integer");
            json.writeNumberField("minimum", 0);
            json.writeNumberField("maximum", 0);
            pattern(SpanText.FORM);
        } else if (shape instanceof Shape.Size) {
            types("string", "number");
            json.writeNumberField("minimum", 0);
            pattern(SizeText.FORM);
        } else {
            composed(shape);
        }
    }

    /** What is a number or a word like {@code no} to YAML may still be the text that is wanted. */
    private void form(Pattern pattern) throws IOException {
        List<String> types = new ArrayList<>(List.of("string"));
        if (matches(pattern, NUMBERS)) {
            types.add("number");
        }
        boolean yes = matches(pattern, Shape.YES);
        if (yes || matches(pattern, Shape.NO)) {
            types.add("boolean");
        }
        types(types.toArray(String[]::new));
        pattern(pattern);
        if (types.contains("boolean") && !yes) {
            json.writeObjectFieldStart("not");
            json.writeBooleanField("const", true);
            json.writeEndObject();
        }
    }

    private static boolean matches(Pattern pattern, Collection<String> words) {
        return words.stream().anyMatch(word -> pattern.matcher(word).matches());
    }

    private void composed(Shape shape) throws IOException {
        if (shape instanceof Shape.Items items) {
            types("array", "null");
            nested("items", items.item());
        } else if (shape instanceof Shape.Some some) {
            types("array");
            json.writeNumberField("minItems", 1);
            nested("items", some.item());
        } else if (shape instanceof Shape.Named named) {
            types("object", "null");
            if (named.key() instanceof Shape.Form form) {
                json.writeObjectFieldStart("propertyNames");
                pattern(form.pattern());
                json.writeEndObject();
            }
            nested("additionalProperties", named.value());
        } else if (shape instanceof Shape.Part part) {
            section(part.section());
        } else if (shape instanceof Shape.Nothing) {
            types("null");
        } else if (shape instanceof Shape.Command) {
            json.writeArrayFieldStart("anyOf");
            json.writeStartObject();
            shape(Texts.TEXT);
            json.writeEndObject();
            json.writeStartObject();
            types("array");
            nested("items", Texts.TEXT);
            json.writeEndObject();
            json.writeEndArray();
        } else if (shape instanceof Shape.Either either) {
            alternatives(either.alternatives());
        }
    }

    private void alternatives(List<Shape> shapes) throws IOException {
        json.writeArrayFieldStart("anyOf");
        for (Shape alternative : shapes) {
            json.writeStartObject();
            shape(alternative);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void nested(String field, Shape shape) throws IOException {
        json.writeObjectFieldStart(field);
        shape(shape);
        json.writeEndObject();
    }

    private void yes() throws IOException {
        json.writeArrayFieldStart("enum");
        json.writeBoolean(true);
        for (String word : new TreeSet<>(Shape.YES)) {
            json.writeString(word);
        }
        json.writeEndArray();
    }

    private void whole(Shape.Whole whole) throws IOException {
        types("integer", "string");
        json.writeNumberField("minimum", whole.least());
        json.writeNumberField("maximum", whole.most());
        pattern(Shape.Whole.FORM);
    }

    private void pattern(Pattern pattern) throws IOException {
        json.writeStringField("pattern", pattern.pattern());
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
