package io.sluice.e2e.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One check for each field that an object of expectations may have, made in the order in which they were added. */
final class Checks<T> {

    /** Compares what a field says with what happened; throws an {@link AssertionError} where they differ. */
    interface Check<T> {
        void check(JsonNode expected, T happened) throws Exception;
    }

    private final Map<String, Check<T>> checks = new LinkedHashMap<>();

    Checks<T> on(String field, Check<T> check) {
        if (checks.put(field, check) != null) {
            throw new IllegalArgumentException("two checks for " + field);
        }
        return this;
    }

    Set<String> fields() {
        return checks.keySet();
    }

    /** A field that has no check and is not one of {@code others} is a failure, too. */
    void run(JsonNode expect, T happened, Set<String> others) throws Exception {
        expect.propertyNames().forEach(field -> {
            if (!checks.containsKey(field) && !others.contains(field)) {
                throw new AssertionError("the harness knows no expectation '" + field + "'");
            }
        });
        for (Map.Entry<String, Check<T>> check : checks.entrySet()) {
            JsonNode expected = expect.get(check.getKey());
            if (expected != null) {
                run(check.getKey(), check.getValue(), expected, happened);
            }
        }
    }

    private void run(String field, Check<T> check, JsonNode expected, T happened) throws Exception {
        try {
            check.check(expected, happened);
        } catch (AssertionError e) {
            throw new AssertionError("expected " + field + " = " + expected + "\n" + e.getMessage(), e);
        }
    }
}
