package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Comparisons of header fields: names in any case, values trimmed, several lines and lists joined by a comma and a blank. */
final class HeaderChecks {

    private HeaderChecks() {}

    static void exact(JsonNode expected, Fields fields) {
        expected.properties()
                .forEach(e ->
                        assertThat(fields.joined(e.getKey())).as(e.getKey()).isEqualTo(joined(e.getValue())));
    }

    static void match(JsonNode expected, Fields fields) {
        expected.properties()
                .forEach(e -> assertThat(fields.joined(e.getKey()))
                        .as(e.getKey())
                        .isNotNull()
                        .containsPattern(e.getValue().asString()));
    }

    static void absent(JsonNode expected, Fields fields) {
        expected.forEach(name ->
                assertThat(fields.joined(name.asString())).as(name.asString()).isNull());
    }

    static void present(JsonNode expected, Fields fields) {
        expected.forEach(name ->
                assertThat(fields.joined(name.asString())).as(name.asString()).isNotNull());
    }

    private static String joined(JsonNode value) {
        List<String> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(v -> values.add(text(v)));
        } else {
            values.add(text(value));
        }
        return String.join(", ", values);
    }

    private static String text(JsonNode value) {
        assertThat(value.isValueNode() && !value.isNull())
                .as("%s is text", value)
                .isTrue();
        return onTheWire(value.asString()).strip();
    }

    /** Text as {@link Fields} hold it: a char for each byte of its UTF-8 form. */
    static String onTheWire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
