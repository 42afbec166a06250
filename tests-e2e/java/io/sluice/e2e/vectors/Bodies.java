package io.sluice.e2e.vectors;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads form and multipart bodies as strictly as a server that is to be told of every slip. */
final class Bodies {

    private static final Pattern NAME = Pattern.compile("form-data; name=\"([^\"]*)\"(; filename=\"[^\"]*\")?");

    private Bodies() {}

    /** Names with their values in order, as JSON. */
    static JsonNode form(String body) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String pair : body.isEmpty() ? new String[0] : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            add(fields, decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
        return JsonMapper.shared().valueToTree(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Names with their values in order, as JSON; the boundary is XX. */
    static JsonNode multipart(String body) {
        if (!body.startsWith("--XX\r\n") || !body.matches("(?s).*\r\n--XX--(\r\n)?")) {
            throw new AssertionError("not multipart with the boundary XX:\n" + body);
        }
        Map<String, List<String>> parts = new TreeMap<>();
        String between = body.substring("--XX\r\n".length(), body.lastIndexOf("\r\n--XX--"));
        for (String part : between.split("\r\n--XX\r\n", -1)) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank < 0) {
                throw new AssertionError("a part without an empty line:\n" + part);
            }
            add(parts, nameOf(part.substring(0, blank)), part.substring(blank + 4));
        }
        return JsonMapper.shared().valueToTree(parts);
    }

    private static String nameOf(String head) {
        for (String line : head.split("\r\n")) {
            String[] field = line.split(":", 2);
            Matcher name = NAME.matcher(field.length < 2 ? "" : field[1].strip());
            if (field[0].equalsIgnoreCase("Content-Disposition") && name.matches()) {
                return name.group(1);
            }
        }
        throw new AssertionError("a part without a name:\n" + head);
    }

    private static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
}
