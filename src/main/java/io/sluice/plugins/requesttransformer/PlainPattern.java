package io.sluice.plugins.requesttransformer;

/** Lua patterns that stand for one text alone: ordinary characters, and {@code %} before one that is not. */
final class PlainPattern {

    private PlainPattern() {}

    /** The text that a pattern stands for, as an expression; {@code at} is the place of the pattern. */
    static Expression in(Expression argument, int at) throws NotSupported {
        if (argument instanceof Expression.Constant(Value.Text(String pattern))) {
            return Expression.text(plain(pattern, at));
        }
        throw new NotSupported(at, "a pattern must be a text in quotes");
    }

    private static String plain(String pattern, int at) throws NotSupported {
        StringBuilder plain = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' && i + 1 < pattern.length() && !isAlphanumeric(pattern.charAt(i + 1))) {
                c = pattern.charAt(++i);
            } else if (isMagic(pattern, i)) {
                throw new NotSupported(at, "only plain patterns are supported; write '%" + c + "' for a '" + c + "'");
            }
            plain.append(c);
        }
        if (plain.isEmpty()) {
            throw new NotSupported(at, "the pattern is empty");
        }
        return plain.toString();
    }

    /** A sign of repetition is one only behind something to repeat, an anchor only at its end. */
    private static boolean isMagic(String pattern, int i) {
        return switch (pattern.charAt(i)) {
            case '%', '.', '[', '(', ')' -> true;
            case '*', '+', '-', '?' -> i > 0;
            case '^' -> i == 0;
            case '$' -> i == pattern.length() - 1;
            default -> false;
        };
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
