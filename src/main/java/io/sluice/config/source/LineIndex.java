package io.sluice.config.source;

import java.util.Arrays;

/** Offsets of a text as lines and columns, and back. Columns count code points; a carriage return alone ends a line, as in YAML. */
final class LineIndex {

    private final String text;
    private int[] starts = new int[64];
    private int lines;

    LineIndex(String text) {
        this.text = text;
        add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alone = c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (c == '\n' || alone) {
                add(i + 1);
            }
        }
    }

    private void add(int start) {
        if (lines == starts.length) {
            starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = start;
    }

    Document.Position position(int offset) {
        int found = Arrays.binarySearch(starts, 0, lines, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Document.Position(line + 1, text.codePointCount(starts[line], offset) + 1);
    }

    /** {@code line} and {@code column} from 0. */
    int offset(int line, int column) {
        int start = starts[Math.min(line, lines - 1)];
        int end = Math.min(text.length(), start + column);
        if (text.codePointCount(start, end) == column) {
            return end;
        }
        return text.offsetByCodePoints(start, Math.min(column, text.codePointCount(start, text.length())));
    }
}
