package io.sluice.plugins.requesttermination;

import io.sluice.api.ByteText;
import io.sluice.api.MediaType;
import io.sluice.api.Multipart;
import io.sluice.api.QueryArgs;
import io.sluice.api.ValuesByName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** What a body holds, by its Content-Type: a form, JSON, or a multipart form. */
final class ParsedBody {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ParsedBody() {}

    /** Something to be written as JSON; null if the body is none of the three. */
    static @Nullable Object of(byte[] body, String contentType, int arguments) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return ValuesByName.of(QueryArgs.parse(new String(body, StandardCharsets.ISO_8859_1), arguments));
        }
        if (type.startsWith("application/json")) {
            return json(body);
        }
        return type.startsWith("multipart/form-data") ? parts(body, contentType) : null;
    }

    /** As it was written, so that numbers stay what they are; an object or an array, as for Kong. */
    private static @Nullable Object json(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return isContainer(text) ? new RawValue(text.strip()) : null;
        } catch (CharacterCodingException | JacksonException _) {
            return null;
        }
    }

    private static boolean isContainer(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            parser.skipChildren();
            return first != null && first.isStructStart() && parser.nextToken() == null;
        }
    }

    private static @Nullable Map<String, Object> parts(byte[] body, String contentType) {
        Optional<String> boundary = MediaType.of(contentType).parameter("boundary");
        if (boundary.isEmpty()) {
            return null;
        }
        try {
            ValuesByName parts = new ValuesByName();
            for (Multipart.Part part : Multipart.parse(body, boundary.get())) {
                parts.add(ByteText.ofArgument(part.name()), new String(part.content(), StandardCharsets.UTF_8));
            }
            return parts.toMap();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
