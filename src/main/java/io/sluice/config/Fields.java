package io.sluice.config;

import io.sluice.api.entity.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields leniently: what has the wrong type was reported by the schema and counts as not there. */
final class Fields {

    private Fields() {}

    static @Nullable String text(JsonNode entity, String field) {
        JsonNode value = entity.path(field);
        return value.isString() ? value.asString() : null;
    }

    static String text(JsonNode entity, String field, String otherwise) {
        String value = text(entity, field);
        return value == null ? otherwise : value;
    }

    static int number(JsonNode entity, String field, int otherwise) {
        JsonNode value = entity.path(field);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.asInt() : otherwise;
    }

    static boolean flag(JsonNode entity, String field, boolean otherwise) {
        JsonNode value = entity.path(field);
        return value.isBoolean() ? value.asBoolean() : otherwise;
    }

    static @Nullable Long time(JsonNode entity, String field) {
        JsonNode value = entity.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? (Long) value.asLong() : null;
    }

    static List<String> list(JsonNode entity, String field) {
        JsonNode values = entity.path(field);
        List<String> texts = new ArrayList<>();
        if (values.isArray()) {
            values.forEach(value -> {
                if (value.isString()) {
                    texts.add(value.asString());
                }
            });
        }
        return List.copyOf(texts);
    }

    /** In the order of the file, each once. */
    static Set<String> set(JsonNode entity, String field) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(list(entity, field)));
    }

    static Map<String, List<String>> lists(JsonNode entity, String field) {
        JsonNode values = entity.path(field);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (values.isObject()) {
            values.propertyNames().forEach(name -> lists.put(name, list(values, name)));
        }
        return lists;
    }

    static List<Route.Endpoint> endpoints(JsonNode entity, String field) {
        List<Route.Endpoint> endpoints = new ArrayList<>();
        entity.path(field).forEach(value -> {
            boolean port = value.path("port").isIntegralNumber();
            endpoints.add(new Route.Endpoint(text(value, "ip"), port ? (Integer) number(value, "port", 0) : null));
        });
        return endpoints;
    }
}
