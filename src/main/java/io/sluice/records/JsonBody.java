package io.sluice.records;

import io.sluice.api.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * Says whether a body is one JSON text (RFC 8259, in UTF-8), without building anything: its own bytes then go into the record, so
 * that numbers stay exact and members keep their order.
 *
 * <p>A reader of our own, because a general parser keeps a table of the names it has seen: bodies whose names are data, such as
 * ids, cost it fifteen times as much as others. The tests hold the two to the same verdicts.
 */
final class JsonBody {

    /** What a JSON text is. */
    enum Kind {
        STRUCTURE,
        SCALAR
    }

    /** Kong's limit (cjson's decode_max_depth). */
    private static final int MAX_DEPTH = 1000;

    private static final int END = -1;

    /** The bytes that stand for themselves inside a string: ASCII but control characters, quote and backslash. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        java.util.Arrays.fill(PLAIN, 0x20, 0x80, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private final byte[] text;
    private int at;
    private int depth;
    /** One bit per open bracket: whether it is an object's. */
    private final long[] objects = new long[MAX_DEPTH / Long.SIZE + 1];

    private JsonBody(byte[] text) {
        this.text = text;
    }

    /**
     * Checks one JSON text, nothing before or after it but blanks.
     *
     * @throws UnreadableBody saying line and column where it breaks, quoting nothing
     */
    static Kind check(byte[] body) throws UnreadableBody {
        return new JsonBody(body).check();
    }

    private Kind check() throws UnreadableBody {
        int first = next();
        while (begin() || another()) {
            // brackets are counted, not recursed into
        }
        if (next() != END) {
            throw broken(at, "expected nothing after the value");
        }
        return first == '{' || first == '[' ? Kind.STRUCTURE : Kind.SCALAR;
    }

    /** Reads a scalar, an empty structure, or what leads to the first value of one; true if a value must follow. */
    private boolean begin() throws UnreadableBody {
        int c = next();
        switch (c) {
            case '{' -> {
                open(true);
                if (next() == '}') {
                    return close();
                }
                name();
                return true;
            }
            case '[' -> {
                open(false);
                return next() != ']' || close();
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number(c);
        }
        return false;
    }

    /** After a value: closes what closes here; true if another value must follow. */
    private boolean another() throws UnreadableBody {
        while (depth > 0) {
            boolean object = (objects[(depth - 1) >> 6] >>> (depth - 1) & 1) != 0;
            int c = next();
            if (c == ',') {
                at++;
                if (object) {
                    name();
                }
                return true;
            }
            if (c != (object ? '}' : ']')) {
                throw unexpected(object ? "expected ',' or '}'" : "expected ',' or ']'");
            }
            close();
        }
        return false;
    }

    private void open(boolean object) throws UnreadableBody {
        if (depth == MAX_DEPTH) {
            throw broken(at, "nested deeper than " + MAX_DEPTH);
        }
        at++;
        long bit = 1L << depth;
        objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
        depth++;
    }

    /** Answers false: no value follows. */
    private boolean close() {
        at++;
        depth--;
        return false;
    }

    private void name() throws UnreadableBody {
        if (next() != '"') {
            throw unexpected("expected a member name in quotes");
        }
        string();
        if (next() != ':') {
            throw unexpected("expected ':'");
        }
        at++;
    }

    private void string() throws UnreadableBody {
        int i = at + 1;
        while (true) {
            while (i < text.length && PLAIN[text[i] & 0xff]) {
                i++;
            }
            int c = i < text.length ? text[i] : 0;
            if (c == '"') {
                at = i + 1;
                return;
            }
            i += c < 0 ? sequence(i) : escape(i, c);
        }
    }

    /** Length of the escape at {@code i}; nothing else is allowed there. */
    private int escape(int i, int c) throws UnreadableBody {
        if (i >= text.length) {
            throw broken(i, "it ends too early");
        }
        if (c != '\\') {
            throw broken(i, "a control character inside a string");
        }
        int length = 2;
        if (i + 1 < text.length && text[i + 1] == 'u') {
            while (length < 6 && i + length < text.length && Character.digit(text[i + length], 16) >= 0) {
                length++;
            }
            if (length == 6) {
                return length;
            }
        } else if (i + 1 < text.length && "\"\\/bfnrt".indexOf(text[i + 1]) >= 0) {
            return length;
        }
        throw broken(i, i + length >= text.length ? "it ends too early" : "an unknown escape");
    }

    private int sequence(int i) throws UnreadableBody {
        int length = Utf8.sequence(text, i);
        if (length == 0) {
            throw broken(i, "not UTF-8");
        }
        return length;
    }

    private void literal(String word) throws UnreadableBody {
        for (int k = 0; k < word.length(); k++, at++) {
            if (at == text.length || text[at] != word.charAt(k)) {
                throw unexpected("expected " + word);
            }
        }
    }

    private void number(int first) throws UnreadableBody {
        if (first != '-' && (first < '0' || first > '9')) {
            throw unexpected("expected a value");
        }
        if (first == '-') {
            at++;
        }
        if (byteAt(at) == '0') {
            at++;
        } else {
            digits();
        }
        if (byteAt(at) == '.') {
            at++;
            digits();
        }
        if (byteAt(at) == 'e' || byteAt(at) == 'E') {
            at++;
            if (byteAt(at) == '+' || byteAt(at) == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() throws UnreadableBody {
        int start = at;
        while (byteAt(at) >= '0' && byteAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("expected a digit");
        }
    }

    /** Goes over blanks; the byte there, or {@link #END}. */
    private int next() {
        while (at < text.length) {
            byte b = text[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xff;
            }
            at++;
        }
        return END;
    }

    private int byteAt(int index) {
        return index < text.length ? text[index] : END;
    }

    private UnreadableBody unexpected(String expected) {
        return broken(at, at >= text.length ? "it ends too early" : expected);
    }

    /** Columns count characters, from 1. */
    private UnreadableBody broken(int offset, String reason) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String before = new String(text, lineStart, offset - lineStart, StandardCharsets.UTF_8);
        int column = 1 + before.codePointCount(0, before.length());
        return new UnreadableBody("invalid json body: line " + line + ", column " + column + ": " + reason);
    }
}
