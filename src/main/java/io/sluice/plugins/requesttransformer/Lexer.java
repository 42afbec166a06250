package io.sluice.plugins.requesttransformer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts an expression into Lua's tokens, as far as they are supported. */
final class Lexer {

    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    /**
     * One token.
     *
     * @param text as written; of a text literal what it stands for
     * @param at where it begins in the template, from 0
     */
    record Token(Kind kind, String text, int at) {

        boolean is(String symbolOrKeyword) {
            return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbolOrKeyword);
        }

        @Override
        public String toString() {
            return kind == Kind.END ? "the end" : "'" + text + "'";
        }
    }

    /** Bounds the depth of an expression, and with it the stack that it takes. */
    private static final int MOST_TOKENS = 500;

    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final List<String> LONG_SYMBOLS = List.of("...", "..", "==", "~=", "<=", ">=", "--", "[[", "[=");

    private final String template;
    private final int end;
    private int at;

    private Lexer(String template, int start, int end) {
        this.template = template;
        this.at = start;
        this.end = end;
    }

    /** The tokens between two indices of a template, with one at the end that is none. */
    static List<Token> tokens(String template, int start, int end) throws NotSupported {
        Lexer lexer = new Lexer(template, start, end);
        List<Token> tokens = new ArrayList<>();
        while (tokens.isEmpty() || tokens.getLast().kind() != Kind.END) {
            tokens.add(lexer.next());
            if (tokens.size() > MOST_TOKENS) {
                throw new NotSupported(start, "the expression is too long");
            }
        }
        return tokens;
    }

    private Token next() throws NotSupported {
        while (at < end && " \t\r\n\f\u000b".indexOf(template.charAt(at)) >= 0) {
            at++;
        }
        int start = at;
        if (at == end) {
            return new Token(Kind.END, "", at);
        }
        char c = template.charAt(at);
        if (c == '"' || c == '\'') {
            return new Token(Kind.TEXT, literal(c), start);
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number();
        }
        if (isLetter(c)) {
            while (isLetter(peek(0)) || isDigit(peek(0))) {
                at++;
            }
            return new Token(Kind.WORD, template.substring(start, at), start);
        }
        return symbol();
    }

    private Token symbol() {
        int start = at;
        at++;
        for (String symbol : LONG_SYMBOLS) {
            if (start + symbol.length() <= end && template.startsWith(symbol, start)) {
                at = start + symbol.length();
                break;
            }
        }
        return new Token(Kind.SYMBOL, template.substring(start, at), start);
    }

    /** Lua takes all letters, digits and dots that follow as part of a number. */
    private Token number() throws NotSupported {
        int start = at;
        while (isDigit(peek(0)) || isLetter(peek(0)) || peek(0) == '.' || isExponentSign()) {
            at++;
        }
        String text = template.substring(start, at);
        if (!NUMBER.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
            throw new NotSupported(start, "malformed number '" + text + "'");
        }
        return new Token(Kind.NUMBER, text, start);
    }

    private boolean isExponentSign() {
        return (peek(0) == '+' || peek(0) == '-') && (peek(-1) == 'e' || peek(-1) == 'E');
    }

    private String literal(char quote) throws NotSupported {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (peek(0) != quote) {
            if (at >= end || peek(0) == '\n') {
                throw new NotSupported(start, "unfinished text");
            }
            text.append(peek(0) == '\\' ? escape() : template.charAt(at));
            at++;
        }
        at++;
        return text.toString();
    }

    private char escape() throws NotSupported {
        at++;
        return switch (peek(0)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '"', '\'' -> template.charAt(at);
            default -> throw new NotSupported(at - 1, "unknown escape in a text; known are \\n \\r \\t \\\\ \\\" \\'");
        };
    }

    /** NUL beyond the ends, which is no part of any token. */
    private char peek(int ahead) {
        return at + ahead >= 0 && at + ahead < end ? template.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
