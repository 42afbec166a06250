package io.sluice.wire.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as the protocol has a say in it (RFC 9113 8.2, 8.3).
 *
 * @param authority null if it was not sent
 * @param fields without the pseudo-headers, in their order
 * @param tooLarge the fields are more than are taken: all others of this are empty then
 * @param endsStream there is no body
 * @param bytes on the wire
 */
public record RequestFields(
        String method,
        String path,
        @Nullable String authority,
        List<HeaderField> fields,
        boolean tooLarge,
        boolean endsStream,
        long bytes) {

    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":path", ":authority");
    /** They speak of a connection of HTTP/1. */
    private static final Set<String> FORBIDDEN =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    static RequestFields of(int stream, HeaderBlock.Decoded block, boolean end) throws Breach {
        long bytes = Frame.HEADER + (long) block.bytes();
        if (block.tooLarge()) {
            return new RequestFields("", "", null, List.of(), true, end, bytes);
        }
        Map<String, String> pseudo = new HashMap<>();
        List<HeaderField> fields = new ArrayList<>();
        for (HeaderField field : block.fields()) {
            if (field.name().startsWith(":")) {
                boolean known = PSEUDO.contains(field.name()) && fields.isEmpty();
                if (!known || pseudo.put(field.name(), field.value()) != null) {
                    throw Breach.malformed(stream, "pseudo-headers are not as they must be");
                }
            } else {
                check(stream, field);
                fields.add(field);
            }
        }
        String method = pseudo.getOrDefault(":method", "");
        String path = pseudo.getOrDefault(":path", "");
        boolean connect = method.equals("CONNECT");
        if (method.isEmpty() || (path.isEmpty() || !pseudo.containsKey(":scheme")) != connect) {
            throw Breach.malformed(stream, "a pseudo-header is missing, or must not be there");
        }
        return new RequestFields(method, path, pseudo.get(":authority"), fields, false, end, bytes);
    }

    /** What comes behind a body says nothing that is heard here, but must be well-formed. */
    static void checkTrailers(int stream, HeaderBlock.Decoded block) throws Breach {
        for (HeaderField field : block.fields()) {
            if (field.name().startsWith(":")) {
                throw Breach.malformed(stream, "a pseudo-header behind a body");
            }
            check(stream, field);
            if (field.name().chars().anyMatch(c -> c <= ' ' || c >= 0x7f)
                    || field.value().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw Breach.malformed(stream, "a trailer with a character that none may have");
            }
        }
    }

    private static void check(int stream, HeaderField field) throws Breach {
        String name = field.name();
        String value = field.value();
        if (name.isEmpty() || name.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
            throw Breach.malformed(stream, "a header name is empty or has a capital letter");
        }
        if (FORBIDDEN.contains(name) || (name.equals("te") && !value.equals("trailers"))) {
            throw Breach.malformed(stream, "a header of HTTP/1");
        }
        if (!value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
            throw Breach.malformed(stream, "a header value with blanks around it");
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
