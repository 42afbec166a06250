package io.sluice.explain;

import io.sluice.api.IpRanges;
import io.sluice.problem.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a question from a JSON object: everything but {@code path} may be left out. Stateless. */
public final class QuestionReader {

    private static final Set<String> KEYS = Set.of(
            "method",
            "scheme",
            "host",
            "path",
            "headers",
            "body",
            "sni",
            "port",
            "client_ip",
            "client_port",
            "server_ip",
            "trusted");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private QuestionReader() {}

    /** What is wrong with a line. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** Reads one line. */
    public static Question read(String line) throws Unreadable {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new Unreadable("not JSON: " + e.getOriginalMessage() + " (column "
                    + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()) + ")");
        }
        if (!object.isObject()) {
            throw new Unreadable("expected an object such as {\"method\": \"GET\", \"path\": \"/\"}");
        }
        checkKeys(object);
        Question.Builder question = new Question.Builder();
        question.target(text(object, "path", "the request target, such as \"/a?b=c\""));
        if (object.hasNonNull("method")) {
            question.method(text(object, "method", "a method"));
        } else {
            question.method("GET");
        }
        if (object.hasNonNull("scheme")) {
            question.scheme(scheme(object));
        }
        if (object.hasNonNull("host")) {
            question.host(text(object, "host", "a Host header"));
        }
        headers(object.path("headers"), question);
        if (object.hasNonNull("body")) {
            question.body(text(object, "body", "text"));
        }
        ends(object, question);
        return question.build();
    }

    private static void checkKeys(JsonNode object) throws Unreadable {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!KEYS.contains(member.getKey())) {
                throw new Unreadable("unknown member \"" + member.getKey() + "\""
                        + Nearest.to(member.getKey(), KEYS)
                                .map(near -> "; did you mean \"" + near + "\"?")
                                .orElse("; known are "
                                        + String.join(
                                                ", ", KEYS.stream().sorted().toList())));
            }
        }
    }

    private static String text(JsonNode object, String key, String expected) throws Unreadable {
        JsonNode value = object.path(key);
        if (!value.isString()) {
            throw new Unreadable("\"" + key + "\": " + (value.isMissingNode() ? "missing" : value) + " (expected: "
                    + expected + ")");
        }
        return value.asString();
    }

    private static String scheme(JsonNode object) throws Unreadable {
        String scheme = text(object, "scheme", "\"http\" or \"https\"");
        if (!List.of("http", "https").contains(scheme)) {
            throw new Unreadable("\"scheme\": \"" + scheme + "\" (expected: \"http\" or \"https\")");
        }
        return scheme;
    }

    /** A list of pairs, as on the wire; an object will do where no header repeats, or with lists for those that do. */
    private static void headers(JsonNode headers, Question.Builder question) throws Unreadable {
        if (headers.isMissingNode() || headers.isNull()) {
            return;
        }
        if (headers.isObject()) {
            for (Map.Entry<String, JsonNode> header : headers.properties()) {
                List<JsonNode> values = header.getValue().isArray()
                        ? header.getValue().valueStream().toList()
                        : List.of(header.getValue());
                for (JsonNode value : values) {
                    question.header(header.getKey(), headerText(value));
                }
            }
            return;
        }
        if (!headers.isArray()) {
            throw new Unreadable("\"headers\": " + headers + " (expected: a list of [name, value])");
        }
        for (JsonNode pair : headers) {
            if (!pair.isArray() || pair.size() != 2) {
                throw new Unreadable("\"headers\": " + pair + " (expected: [name, value])");
            }
            question.header(headerText(pair.get(0)), headerText(pair.get(1)));
        }
    }

    private static String headerText(JsonNode value) throws Unreadable {
        if (!value.isString()) {
            throw new Unreadable("\"headers\": " + value + " (expected: text)");
        }
        return value.asString();
    }

    private static void ends(JsonNode object, Question.Builder question) throws Unreadable {
        if (object.hasNonNull("sni")) {
            question.sni(text(object, "sni", "a server name"));
        }
        if (object.hasNonNull("port")) {
            question.port(port(object, "port"));
        }
        if (object.hasNonNull("client_ip")) {
            question.clientIp(address(object, "client_ip"));
        }
        if (object.hasNonNull("client_port")) {
            question.clientPort(port(object, "client_port"));
        }
        if (object.hasNonNull("server_ip")) {
            question.serverIp(address(object, "server_ip"));
        }
        if (object.hasNonNull("trusted")) {
            if (!object.get("trusted").isBoolean()) {
                throw new Unreadable("\"trusted\": " + object.get("trusted") + " (expected: true or false)");
            }
            question.trusted(object.get("trusted").asBoolean());
        }
    }

    private static String address(JsonNode object, String key) throws Unreadable {
        String text = text(object, key, "an IP address");
        if (!IpRanges.isAddress(text)) {
            throw new Unreadable("\"" + key + "\": \"" + text + "\" (expected: an IP address)");
        }
        return text;
    }

    private static int port(JsonNode object, String key) throws Unreadable {
        JsonNode value = object.get(key);
        if (!value.isInt() || value.asInt() < 0 || value.asInt() > 65_535) {
            throw new Unreadable("\"" + key + "\": " + value + " (expected: 0..65535)");
        }
        return value.asInt();
    }
}
