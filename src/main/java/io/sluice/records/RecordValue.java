package io.sluice.records;

import io.sluice.api.ByteText;
import io.sluice.api.HostLimits;
import io.sluice.api.MediaType;
import io.sluice.api.Multipart;
import io.sluice.api.QueryArgs;
import io.sluice.api.Request;
import io.sluice.api.Utf8;
import io.sluice.api.ValuesByName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record: one JSON object, always valid UTF-8, members in the order {@code method, uri, uri_args, headers, body,
 * body_args, body_base64}. Immutable.
 *
 * <p>Source: Kong's pages on the message format; decisions D2, D3 and D11.
 */
final class RecordValue {

    /** The types whose body stays text. */
    private static final Set<String> RAW_TYPES =
            Set.of("text/plain", "text/html", "application/xml", "text/xml", "application/soap+xml");

    /** Room for the punctuation around a few arguments, in bytes. */
    private static final int SOME = 128;

    private final boolean method;
    private final boolean uri;
    private final boolean headers;
    private final boolean body;
    private final HostLimits limits;

    RecordValue(RecordConfig config, HostLimits limits) {
        this.method = config.forwardMethod();
        this.uri = config.forwardUri();
        this.headers = config.forwardHeaders();
        this.body = config.forwardBody();
        this.limits = limits;
    }

    byte[] of(Request request, QueryArgs args, byte[] raw) throws UnreadableBody {
        JsonOut out = new JsonOut(headers ? 1024 : 256);
        String separator = "{";
        if (method) {
            out.raw(separator).raw("\"method\":").text(request.method());
            separator = ",";
        }
        if (uri) {
            out.raw(separator).raw("\"uri\":").text(request.target()).raw(",\"uri_args\":");
            writeArgs(out, args);
            separator = ",";
        }
        if (headers) {
            out.raw(separator).raw("\"headers\":");
            writeMap(out, ValuesByName.of(request.headers(), limits.headers()));
            separator = ",";
        }
        if (body) {
            out.raw(separator);
            writeBody(out, request.headers().first("Content-Type").orElse(null), raw);
        }
        return out.raw("}").toBytes();
    }

    private void writeBody(JsonOut out, @Nullable String contentType, byte[] raw) throws UnreadableBody {
        MediaType type = MediaType.of(contentType);
        if (type.type().startsWith("application/json")) {
            writeJson(out, raw);
        } else if (type.type().startsWith("application/x-www-form-urlencoded")) {
            boolean text = writeText(out, raw, true, raw.length + SOME);
            out.raw(",\"body_args\":");
            String form = new String(raw, StandardCharsets.ISO_8859_1);
            writeArgs(out, QueryArgs.parse(form, limits.postArgs()));
            mark(out, text);
        } else if (type.type().startsWith("multipart/form-data")) {
            Map<String, Object> parts = parts(type, raw);
            boolean text = writeText(out, raw, true, raw.length + SOME);
            out.raw(",\"body_args\":");
            writeMap(out, parts);
            mark(out, text);
        } else {
            boolean text = writeText(out, raw, RAW_TYPES.contains(type.type()), ",\"body_args\":{}}".length());
            out.raw(",\"body_args\":{}");
            mark(out, text);
        }
    }

    /** The body's own bytes are spliced in as {@code body_args}; a scalar has none, an empty body is no body. */
    private static void writeJson(JsonOut out, byte[] raw) throws UnreadableBody {
        JsonBody.Kind kind = raw.length == 0 ? JsonBody.Kind.STRUCTURE : JsonBody.check(raw);
        out.raw("\"body\":").utf8(raw, raw.length + ",\"body_args\":}".length());
        if (raw.length == 0) {
            out.raw(",\"body_args\":{}");
        } else if (kind == JsonBody.Kind.STRUCTURE) {
            out.raw(",\"body_args\":").raw(raw);
        }
    }

    /**
     * The member {@code body}: text if it may be and is UTF-8, else base64. Answers whether it was text. About {@code more} bytes
     * will follow.
     */
    private static boolean writeText(JsonOut out, byte[] raw, boolean mayBeText, int more) {
        boolean text = mayBeText && Utf8.isValid(raw);
        out.raw("\"body\":");
        if (text) {
            out.utf8(raw, more);
        } else {
            out.raw("\"").raw(Base64.getEncoder().encode(raw)).raw("\"");
        }
        return text;
    }

    private static void mark(JsonOut out, boolean text) {
        if (!text) {
            out.raw(",\"body_base64\":true");
        }
    }

    /** Parts by name; one that is not UTF-8 is given as base64. */
    private static Map<String, Object> parts(MediaType type, byte[] raw) throws UnreadableBody {
        String boundary = type.parameter("boundary")
                .filter(b -> !b.isEmpty())
                .orElseThrow(() -> new UnreadableBody("invalid multipart body: the Content-Type names no boundary"));
        try {
            ValuesByName parts = new ValuesByName();
            for (Multipart.Part part : Multipart.parse(raw, boundary)) {
                byte[] content = part.content();
                String text = Utf8.isValid(content)
                        ? new String(content, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(content);
                parts.add(ByteText.ofArgument(part.name()), text);
            }
            return parts.toMap();
        } catch (IllegalArgumentException e) {
            throw new UnreadableBody("invalid multipart body: " + e.getMessage());
        }
    }

    private static void writeArgs(JsonOut out, QueryArgs args) {
        writeMap(out, ValuesByName.of(args));
    }

    private static void writeMap(JsonOut out, Map<String, Object> byName) {
        String separator = "{";
        for (Map.Entry<String, Object> entry : byName.entrySet()) {
            out.raw(separator).text(entry.getKey()).raw(":");
            if (entry.getValue() instanceof List<?> values) {
                String comma = "[";
                for (Object value : values) {
                    writeValue(out.raw(comma), value);
                    comma = ",";
                }
                out.raw("]");
            } else {
                writeValue(out, entry.getValue());
            }
            separator = ",";
        }
        out.raw(byName.isEmpty() ? "{}" : "}");
    }

    private static void writeValue(JsonOut out, Object value) {
        if (value instanceof String text) {
            out.text(text);
        } else {
            out.raw(value.toString());
        }
    }
}
