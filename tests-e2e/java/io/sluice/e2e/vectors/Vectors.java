package io.sluice.e2e.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The files of cases under src/test/resources/vectors. */
final class Vectors {

    private Vectors() {}

    /** The cases of a file; every member of a case has to be one of {@code known}, every name unique. */
    static List<JsonNode> read(String file, Set<String> known) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file + ".json")) {
            List<JsonNode> cases = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (JsonNode one : JsonMapper.shared().readTree(in).get("cases")) {
                requireKnown(one, known, name(one));
                if (!names.add(name(one))) {
                    throw new IllegalStateException("two cases are named " + name(one));
                }
                cases.add(one);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireKnown(JsonNode object, Set<String> known, String where) {
        object.propertyNames().forEach(member -> {
            if (!known.contains(member)) {
                throw new AssertionError(where + ": the harness knows no member '" + member + "'");
            }
        });
    }

    static String name(JsonNode vector) {
        return vector.get("name").asString();
    }

    /**
     * A copy whose services reach their upstreams by TLS; equal to the case if it has none to reach.
     *
     * @param port the beginning of the placeholders for ports of upstreams
     */
    static JsonNode overTls(JsonNode vector, String port) {
        JsonNode copy = vector.deepCopy();
        for (JsonNode service : copy.path("config").path("services")) {
            if (service.path("port").asString("").startsWith(port)) {
                ((ObjectNode) service).put("protocol", "https");
            }
        }
        return copy;
    }
}
