package io.sluice.api;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type in parts (RFC 9110 8.3.1): parameters in any order, names without case, values quoted or not.
 *
 * @param type {@code text/plain}, lower case; {@code ""} when there was no header
 * @param parameters what follows the type, as sent
 */
public record MediaType(String type, String parameters) {

    /** Reads a header; null for none. */
    public static MediaType of(@Nullable String header) {
        if (header == null) {
            return new MediaType("", "");
        }
        int semicolon = header.indexOf(';');
        String type = semicolon < 0 ? header : header.substring(0, semicolon);
        return new MediaType(type.strip().toLowerCase(Locale.ROOT), semicolon < 0 ? "" : header.substring(semicolon));
    }

    /** The value of a parameter, unquoted. */
    public Optional<String> parameter(String name) {
        return parameter(parameters, name);
    }

    /** The value of a parameter among {@code ; a=b; c="d"}, the shape that Content-Disposition has too; the first one counts. */
    public static Optional<String> parameter(String parameters, String name) {
        int at = parameters.indexOf(';');
        while (at >= 0 && at < parameters.length()) {
            int nameEnd = at + 1;
            while (nameEnd < parameters.length() && "=;".indexOf(parameters.charAt(nameEnd)) < 0) {
                nameEnd++;
            }
            String found = parameters.substring(at + 1, nameEnd).strip();
            StringBuilder value = new StringBuilder();
            boolean valued = nameEnd < parameters.length() && parameters.charAt(nameEnd) == '=';
            int next = valued ? value(parameters, nameEnd + 1, value) : nameEnd;
            if (valued && found.equalsIgnoreCase(name)) {
                return Optional.of(value.toString());
            }
            at = parameters.indexOf(';', next);
        }
        return Optional.empty();
    }

    /** Reads a token or a quoted string from {@code at} on; answers where it ended. */
    private static int value(String text, int at, StringBuilder value) {
        int i = at;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        if (i < text.length() && text.charAt(i) == '"') {
            i++;
            while (i < text.length() && text.charAt(i) != '"') {
                if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                    i++;
                }
                value.append(text.charAt(i++));
            }
            return i + 1;
        }
        while (i < text.length() && text.charAt(i) != ';') {
            value.append(text.charAt(i++));
        }
        value.setLength(value.toString().stripTrailing().length());
        return i;
    }
}
