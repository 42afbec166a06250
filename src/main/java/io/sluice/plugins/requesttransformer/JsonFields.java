package io.sluice.plugins.requesttransformer;

import io.sluice.api.ByteText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The top-level members of a JSON object. Values are kept as they were written, so that no number and no nested name ever changes;
 * of a repeated name the last value counts.
 */
final class JsonFields implements Fields {

    /** Bodies are bounded, so only depth needs a limit of its own. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(1000)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    /** A name at {@code start} and its value from {@code value} to {@code end} in a JSON text. */
    private record Member(String text, int start, int value, int end) {

        String written() {
            return text.substring(start, end);
        }

        String json() {
            return text.substring(value, end);
        }
    }

    private final Map<String, Member> members = new LinkedHashMap<>();

    /** Empty if the body is no object or no JSON. Nothing at all is an object without members. */
    static Optional<JsonFields> of(byte[] body) {
        JsonFields fields = new JsonFields();
        if (body.length == 0) {
            return Optional.of(fields);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return fields.read(text) ? Optional.of(fields) : Optional.empty();
        } catch (CharacterCodingException | JacksonException _) {
            return Optional.empty();
        }
    }

    private boolean read(String text) {
        try (JsonParser parser = JSON.createParser(text.toCharArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.nextToken();
                int value = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                members.put(name, new Member(text, start, value, end));
            }
            return parser.nextToken() == null;
        }
    }

    byte[] toBytes() {
        return members.values().stream()
                .map(Member::written)
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean has(String name) {
        return members.containsKey(text(name));
    }

    @Override
    public void remove(String name) {
        members.remove(text(name));
    }

    @Override
    public void rename(String from, String to) {
        Member member = members.remove(text(from));
        if (member != null) {
            put(to, member.json());
        }
    }

    @Override
    public void set(String name, String value) {
        put(name, written(text(value)));
    }

    /** A value becomes the first of a list; null stands for no value. */
    @Override
    public void append(String name, String value) {
        Member member = members.get(text(name));
        String before = member == null ? "null" : member.json();
        String more = written(text(value));
        if (before.equals("null")) {
            put(name, "[" + more + "]");
        } else if (before.startsWith("[")) {
            String items = before.substring(1, before.length() - 1);
            put(name, "[" + items + (items.isBlank() ? "" : ",") + more + "]");
        } else {
            put(name, "[" + before + "," + more + "]");
        }
    }

    private void put(String name, String json) {
        String text = text(name);
        String start = written(text) + ":";
        members.put(text, new Member(start + json, 0, start.length(), start.length() + json.length()));
    }

    /** What is not UTF-8 is taken for ISO-8859-1. */
    private static String text(String bytes) {
        return ByteText.decode(bytes).orElse(bytes);
    }

    private static String written(String text) {
        return JSON.writeValueAsString(text);
    }
}
