package io.sluice.e2e.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of JSON: members in any order, numbers by value. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (tools.jackson.core.JacksonException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static void assertEqual(JsonNode actual, JsonNode expected) {
        assertThat(equal(actual, expected)).as("%s equals %s", actual, expected).isTrue();
    }

    private static boolean equal(JsonNode a, JsonNode b) {
        return a.equals((x, y) -> same(x, y) ? 0 : 1, b);
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
    }

    /** Objects have at least the expected members, deep; whatever else is compared whole. */
    static void assertContains(JsonNode actual, JsonNode expected, String path) {
        if (!expected.isObject()) {
            assertThat(equal(actual, expected))
                    .as("%s: %s equals %s", path, actual, expected)
                    .isTrue();
            return;
        }
        assertThat(actual.isObject()).as("%s is an object: %s", path, actual).isTrue();
        expected.properties().forEach(e -> {
            JsonNode member = actual.get(e.getKey());
            assertThat(member).as(path + "/" + e.getKey()).isNotNull();
            assertContains(member, e.getValue(), path + "/" + e.getKey());
        });
    }
}
