package io.sluice.config;

import io.sluice.api.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds a configuration, checked and with its defaults, to a plugin's record: {@code forward_body} to {@code forwardBody}, what is
 * not there to null.
 */
public final class ConfigBinder {

    private ConfigBinder() {}

    /**
     * Makes a record.
     *
     * @throws IllegalStateException if the record does not fit the schema: a mistake of the plugin's author
     */
    public static <C> C bind(ObjectNode config, Class<C> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String property = property(components[i].getName());
            values[i] = value(config.get(property), components[i].getGenericType(), property);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e);
        }
    }

    /** The property that a component stands for. */
    public static String property(String component) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object value(@Nullable JsonNode node, Type type, String property) {
        if (node == null || node.isNull()) {
            if (type instanceof Class<?> primitive && primitive.isPrimitive()) {
                throw new IllegalStateException(
                        property + " has no default in the schema, so it cannot be a primitive");
            }
            return null;
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(node, generic.getActualTypeArguments()[0], property)
                    : map(node, generic.getActualTypeArguments()[1], property);
        }
        return scalar(node, (Class<?>) type, property);
    }

    private static List<Object> list(JsonNode node, Type element, String property) {
        List<Object> list = new ArrayList<>();
        for (JsonNode item : node) {
            Object value = value(item, element, property);
            if (value != null) {
                list.add(value);
            }
        }
        return List.copyOf(list);
    }

    private static Map<String, Object> map(JsonNode node, Type element, String property) {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            Object value = value(e.getValue(), element, property);
            if (value != null) {
                map.put(e.getKey(), value);
            }
        });
        return map;
    }

    private static Object scalar(JsonNode node, Class<?> type, String property) {
        if (type == String.class) {
            return node.asString();
        }
        if (type == Secret.class) {
            return new Secret(node.asString());
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.asBoolean();
        }
        if (type == int.class || type == Integer.class) {
            return Math.clamp(node.asLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return node.asDouble();
        }
        if (type == Object.class) {
            return node.deepCopy();
        }
        if (type.isRecord() && node instanceof ObjectNode object) {
            return bind(object, type);
        }
        throw new IllegalStateException(property + " cannot be bound to " + type.getName());
    }
}
