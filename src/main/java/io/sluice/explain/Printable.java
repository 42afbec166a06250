package io.sluice.explain;

import java.util.Locale;
import java.util.Set;

/** Text for a terminal, which should not obey what a file or a request holds; a line stays one. */
final class Printable {

    private static final Set<Integer> INVISIBLE =
            Set.of((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                    Character.PARAGRAPH_SEPARATOR);

    private Printable() {}

    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (INVISIBLE.contains(Character.getType(c))) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
