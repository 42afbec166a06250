package io.sluice.plugins.kafkaupstream;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Says whether a body is JSON, by the streaming parser and without building anything: its own bytes then go into the record, so
 * that numbers stay exact and members keep their order.
 */
final class JsonBody {

    /** Kong's limit (cjson's decode_max_depth). */
    private static final int MAX_DEPTH = 1000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonBody() {}

    /** What a JSON text is. */
    enum Kind {
        STRUCTURE,
        SCALAR
    }

    /**
     * Checks one JSON text (RFC 8259), nothing before or after it but blanks.
     *
     * @throws UnreadableBody saying line and column where it breaks
     */
    static Kind check(byte[] body) throws UnreadableBody {
        if (!Utf8.isValid(body)) {
            throw new UnreadableBody("invalid json body: it is not valid UTF-8");
        }
        refuseOtherEncodings(body);
        try (JsonParser parser = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), body)) {
            return check(parser);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw broken(at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr(), reason(e));
        }
    }

    private static Kind check(JsonParser parser) throws UnreadableBody {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw broken(
                    parser.currentLocation().getLineNr(),
                    parser.currentLocation().getColumnNr(),
                    "no value");
        }
        Kind kind = first.isStructStart() ? Kind.STRUCTURE : Kind.SCALAR;
        if (kind == Kind.STRUCTURE) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        if (parser.nextToken() != null) {
            TokenStreamLocation at = parser.currentTokenLocation();
            throw broken(at.getLineNr(), at.getColumnNr(), "more than one value");
        }
        return kind;
    }

    /** The parser would take a byte order mark or NUL bytes for UTF-16 or UTF-32; JSON on the wire is UTF-8 alone. */
    private static void refuseOtherEncodings(byte[] body) throws UnreadableBody {
        boolean mark = body.length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf;
        if (mark) {
            throw broken(1, 1, "a byte order mark");
        }
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw broken(1, i + 1, "a NUL byte");
            }
        }
    }

    private static UnreadableBody broken(int line, int column, String reason) {
        return new UnreadableBody("invalid json body: line " + line + ", column " + column + ": " + reason);
    }

    /** The kind of mistake, without the parser's quotation of the body. */
    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Unexpected end") || message.startsWith("Unexpected EOF")) {
            return "it ends too early";
        }
        return message.contains("nesting depth") ? "nested deeper than " + MAX_DEPTH : "unexpected character or token";
    }
}
