package io.sluice.settings;

import io.sluice.problem.Place;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of a {@code kong.conf}: one {@code key = value} per line; {@code #} starts a comment, {@code \#} stands for itself; a
 * line ending in a backslash goes on in the next; in keys, whatever is no letter or digit counts as an underscore; no quoting; the
 * last of two equal keys wins.
 */
final class ConfFile {

    /** A value and where it stands. */
    record Entry(String value, Place place) {}

    private ConfFile() {}

    static Map<String, Entry> parse(String file, String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String[] lines = text.split("\r?\n", -1);
        boolean inSection = false;
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            StringBuilder whole = new StringBuilder(withoutComment(lines[i]));
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.length) {
                whole.setLength(whole.length() - 1);
                whole.append(withoutComment(lines[++i]));
            }
            String line = whole.toString().strip();
            inSection |= line.startsWith("[");
            int equals = line.indexOf('=');
            if (inSection || line.startsWith(";") || equals <= 0) {
                continue; // Kong loses what stands under a [section], and ignores what is no setting
            }
            String key = line.substring(0, equals).strip().replaceAll("[^A-Za-z0-9]", "_");
            String value = line.substring(equals + 1).strip();
            int column = lines[first].indexOf('=') + 1;
            entries.put(key, new Entry(value, new Place(file, first + 1, Math.max(1, column))));
        }
        return entries;
    }

    private static String withoutComment(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '#') {
                out.append('#');
                i++;
            } else if (c == '#') {
                break;
            } else {
                out.append(c);
            }
        }
        return out.toString().stripTrailing();
    }
}
