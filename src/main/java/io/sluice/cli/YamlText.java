package io.sluice.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Writes a JSON tree as YAML that every reader takes for the same tree. */
final class YamlText {

    private static final Pattern PLAIN =
            Pattern.compile("(?!_[0-9_.])[A-Za-z/_][A-Za-z0-9_./@+-]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
    private static final Pattern BLOCK = Pattern.compile("(?:[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?\\n?|\\n)+");

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    static String of(JsonNode tree) {
        YamlText text = new YamlText();
        text.block(tree, 0);
        return text.out.toString();
    }

    /** A value that begins on a line of its own. */
    private void block(JsonNode node, int indent) {
        if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                out.repeat(' ', indent).append(scalar(member.getKey())).append(':');
                member(member.getValue(), indent);
            }
        } else if (node.isArray() && !node.isEmpty()) {
            for (JsonNode item : node) {
                out.repeat(' ', indent).append('-');
                item(item, indent);
            }
        } else {
            out.repeat(' ', indent).append(inline(node)).append('\n');
        }
    }

    private void member(JsonNode value, int indent) {
        if (value.isContainer() && !value.isEmpty()) {
            out.append('\n');
            block(value, value.isArray() ? indent : indent + 2);
        } else {
            value(value, indent + 2);
        }
    }

    /** An entry of a list: a map begins on the line of the dash. */
    private void item(JsonNode value, int indent) {
        if (value.isContainer() && !value.isEmpty()) {
            int start = out.length();
            block(value, indent + 2);
            out.delete(start, start + indent + 1); // the dash took these columns
        } else {
            value(value, indent + 2);
        }
    }

    private void value(JsonNode value, int indent) {
        String text = value.isString() ? value.asString() : "";
        boolean block = text.indexOf('\n') >= 0
                && !text.endsWith("\n\n")
                && !text.contains("${{")
                && BLOCK.matcher(text).matches()
                && !text.startsWith("\n");
        if (!block) {
            out.append(' ').append(inline(value)).append('\n');
            return;
        }
        out.append(text.endsWith("\n") ? " |\n" : " |-\n");
        text.lines().forEach(line -> {
            out.repeat(' ', line.isEmpty() ? 0 : indent).append(line).append('\n');
        });
    }

    private static String inline(JsonNode value) {
        if (value.isString()) {
            return scalar(value.asString());
        }
        return value.isContainer() ? (value.isArray() ? "[]" : "{}") : value.toString();
    }

    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : quoted(text);
    }

    /** In double quotes; what might be taken for a template is written so that it is none. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(
                                c > 0xffff
                                        ? String.format(Locale.ROOT, "\\U%08x", c)
                                        : String.format(Locale.ROOT, "\\u%04x", c));
                    }
                }
            }
        });
        return quoted.append('"').toString().replace("${{", "\\u0024{{");
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE;
    }
}
