package io.sluice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts that problems are about, read when they are asked for. Of the text of a setting ({@link Served#TEXT}) no line is shown: it
 * may hold secrets. Not safe for concurrent use.
 */
final class Sources {

    private static final long MOST_BYTES = 64L << 20;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lines = new HashMap<>();

    /** A text that is no file. */
    void put(String name, String text) {
        texts.put(name, text);
    }

    /** Empty if there is none, or it cannot be read. */
    String text(String name) {
        return texts.computeIfAbsent(name, Sources::read);
    }

    private static String read(String name) {
        if (name.equals(Served.TEXT)) {
            return ""; // no file, if there happens to be one of that name
        }
        Path path = Path.of(name);
        try {
            // what is no regular file, such as a pipe, can be read but once
            return Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException _) {
            return "";
        }
    }

    /** A line that may be shown, from 1. */
    Optional<String> line(String name, int number) {
        if (name.equals(Served.TEXT)) {
            return Optional.empty();
        }
        List<String> all =
                lines.computeIfAbsent(name, file -> text(file).lines().toList());
        return number < 1 || number > all.size() ? Optional.empty() : Optional.of(all.get(number - 1));
    }
}
