package io.sluice.e2e.vectors;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Puts ports, certificates and repetitions where a case has names for them. */
final class Placeholders {

    private static final Pattern REPEAT = Pattern.compile("REPEAT_(.)_(\\d+)|@repeat\\((.),(\\d+)\\)");
    private static final Pattern NAME =
            Pattern.compile("\\b(UPSTREAM_PORT(_\\d+)?|LISTEN_PORT|(CERT_FILE|CERT|KEY)_\\d+)\\b");

    private final Map<String, String> values;

    /** What stands for each name, like {@code UPSTREAM_PORT_1}. */
    Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /** A copy with every name replaced; a text that is a port's name becomes a number. */
    JsonNode fill(JsonNode node) {
        if (node.isString()) {
            return fillText(node.asString());
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(e -> filled.set(text(e.getKey()), fill(e.getValue())));
            return filled;
        }
        return node;
    }

    private JsonNode fillText(String text) {
        boolean port = values.containsKey(text) && text.contains("_PORT");
        return port ? IntNode.valueOf(Integer.parseInt(values.get(text))) : StringNode.valueOf(text(text));
    }

    /** Fails for a name that nothing stands for. */
    String text(String text) {
        Matcher repeat = REPEAT.matcher(text);
        String repeated = repeat.replaceAll(m -> {
            String letter = m.group(1) == null ? m.group(3) : m.group(1);
            String count = m.group(2) == null ? m.group(4) : m.group(2);
            return Matcher.quoteReplacement(letter.repeat(Integer.parseInt(count)));
        });
        return NAME.matcher(repeated).replaceAll(m -> {
            if (!values.containsKey(m.group())) {
                throw new IllegalArgumentException("nothing stands for " + m.group() + " in " + text);
            }
            return Matcher.quoteReplacement(values.get(m.group()));
        });
    }
}
