package io.sluice.plugins.requesttransformer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The methods of texts that expressions may call, as Lua's string library has them: on bytes, letters are ASCII's. */
enum Method {
    UPPER(0, 0) {
        @Override
        Value call(String text, List<Value> args) {
            return new Value.Text(shifted(text, 'a', 'z', 'A' - 'a'));
        }
    },
    LOWER(0, 0) {
        @Override
        Value call(String text, List<Value> args) {
            return new Value.Text(shifted(text, 'A', 'Z', 'a' - 'A'));
        }
    },
    LEN(0, 0) {
        @Override
        Value call(String text, List<Value> args) {
            return new Value.Num(text.length());
        }
    },
    /** From the first to the second position, which is the end by default; negative ones count from the end. */
    SUB(1, 2) {
        @Override
        Value call(String text, List<Value> args) throws RenderFailed {
            long length = text.length();
            long first = number(args.get(0));
            long last = args.size() < 2 ? -1 : number(args.get(1));
            long from = Math.max(1, first < 0 ? length + first + 1 : first);
            long to = Math.min(length, last < 0 ? length + last + 1 : last);
            return new Value.Text(from > to ? "" : text.substring((int) from - 1, (int) to));
        }
    },
    /** Replaces every occurrence of a plain text, or the first few. */
    GSUB(2, 3) {
        @Override
        Value call(String text, List<Value> args) throws RenderFailed {
            String plain = args.get(0).text();
            String replacement = replacement(args.get(1).text(), plain);
            long left = args.size() < 3 ? Long.MAX_VALUE : number(args.get(2));
            StringBuilder out = new StringBuilder(text.length());
            int at = 0;
            for (int hit = text.indexOf(plain); hit >= 0 && left > 0; hit = text.indexOf(plain, at), left--) {
                Template.checked(out.append(text, at, hit).append(replacement));
                at = hit + plain.length();
            }
            return new Value.Text(out.append(text, at, text.length()).toString());
        }
    };

    private final int fewest;
    private final int most;

    Method(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    static Optional<Method> of(String word) {
        for (Method method : values()) {
            if (method.toString().equals(word)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }

    boolean takes(int arguments) {
        return arguments >= fewest && arguments <= most;
    }

    abstract Value call(String text, List<Value> args) throws RenderFailed;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Other alphabets stay as they are: here are bytes, not characters. */
    private static String shifted(String text, char first, char last, int distance) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= first && c <= last) {
                out.setCharAt(i, (char) (c + distance));
            }
        }
        return out.toString();
    }

    private static long number(Value value) throws RenderFailed {
        if (value instanceof Value.Num(double number)) {
            return (long) number;
        }
        throw new RenderFailed("number expected, got " + value.type());
    }

    /** {@code %0} and {@code %1} stand for what was found, {@code %%} for a percent sign. */
    private static String replacement(String written, String found) throws RenderFailed {
        StringBuilder out = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char next = ++i < written.length() ? written.charAt(i) : '%';
            if (next == '0' || next == '1') {
                out.append(found);
            } else if (Character.isDigit(next)) {
                throw new RenderFailed("invalid capture index in the replacement");
            } else {
                out.append(next);
            }
        }
        return out.toString();
    }
}
