package io.sluice.lint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages a file: in its lines, its YAML, its values, its templates, or its bytes. The same for the same seed. */
final class Mutation {

    private static final List<String> TOKENS = List.of(
            ":",
            "- ",
            "\n",
            "\t",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "<<: *a",
            "!!str ",
            "!x ",
            "|\n",
            ">-\n",
            "? ",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "#",
            "\"",
            "'",
            "@",
            "`",
            "~",
            "null",
            "true",
            "0x1f",
            "0o17",
            "1e999",
            "-.inf",
            ".nan",
            "99999999999999999999",
            "-1",
            "3.0",
            "2001-01-01",
            "${{ env \"DECK_X\" }}",
            "${{ env \"DECK_Y\" | toInt }}",
            "${{ env \"NOT\" }}",
            "${{",
            "}}",
            "${{ 1 | indent 999 }}",
            "{vault://env/x}",
            "{vault://env/x/y?prefix=%}",
            "{vault://",
            "\u0000",
            "\u0007",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\\u0000",
            "\\ud800",
            "\r\n",
            "\r",
            "ü",
            "\u202e",
            "id: ",
            "name: ",
            "paths: ",
            "plugins: ",
            "config: ",
            "services: ",
            "routes: ",
            "~/(",
            "~/(?<n>a{1000})",
            "~/((a*)*)*$",
            "~/[",
            "/%zz",
            "*.*",
            "[::1]:99999",
            "_format_version: '1.1'\n",
            "_plugin_configs: ",
            "_config: x\n");

    private final Random random;

    Mutation(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(String file, String other) {
        String text = file;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            text = once(text, other);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String once(String text, String other) {
        return switch (random.nextInt(14)) {
            case 0 -> spliced(text, TOKENS.get(random.nextInt(TOKENS.size())), 0);
            case 1 -> spliced(text, TOKENS.get(random.nextInt(TOKENS.size())), random.nextInt(12));
            case 2 -> spliced(text, "", random.nextInt(1, 30));
            case 3 -> lines(text, (lines, at) -> lines.remove(at));
            case 4 -> lines(text, (lines, at) -> lines.add(at, lines.get(random.nextInt(lines.size()))));
            case 5 ->
                lines(
                        text,
                        (lines, at) -> lines.set(
                                at,
                                " ".repeat(random.nextInt(8)) + lines.get(at).strip()));
            case 6 -> lines(text, (lines, at) -> lines.add(at, anyLine(other)));
            case 7 -> value(text, TOKENS.get(random.nextInt(TOKENS.size())));
            case 8 -> value(text, anyValue(other));
            case 9 -> value(text, nested());
            case 10 -> value(text, "\"" + "x".repeat(random.nextInt(100_000)) + "\"");
            case 11 -> (random.nextInt(8) > 0 ? "" : bomb()) + text + "\n_ignore: [*i]\n";
            case 12 ->
                lines(text, (lines, at) -> lines.set(at, lines.get(at).replaceFirst("(?<![a-z_])([a-z_]++):", "$1x:")));
            default -> text.replace("\n", random.nextBoolean() ? "\r\n" : "\n ");
        };
    }

    private interface Change {
        void of(List<String> lines, int at);
    }

    private String lines(String text, Change change) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (!lines.isEmpty()) {
            change.of(lines, random.nextInt(lines.size()));
        }
        return String.join("\n", lines);
    }

    /** Another value behind the colon of some line. */
    private String value(String text, String value) {
        return lines(text, (lines, at) -> {
            String line = lines.get(at);
            int colon = line.indexOf(": ");
            lines.set(at, colon < 0 ? line + value : line.substring(0, colon + 2) + value);
        });
    }

    private String spliced(String text, String token, int gone) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + token + text.substring(Math.min(text.length(), at + gone));
    }

    private String anyLine(String text) {
        List<String> lines = text.lines().toList();
        return lines.isEmpty() ? "" : lines.get(random.nextInt(lines.size()));
    }

    private String anyValue(String text) {
        String line = anyLine(text);
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private String nested() {
        int depth = random.nextInt(20_000);
        boolean list = random.nextBoolean();
        return (list ? "[" : "{a: ").repeat(depth) + "x"
                + (list ? "]" : "}").repeat(random.nextInt(3) == 0 ? 0 : depth);
    }

    /** Aliases of aliases, as lists or as merged maps. */
    private String bomb() {
        StringBuilder bomb = new StringBuilder("_comment: &a [x,x,x,x,x,x,x,x,x]\n_ignore:\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append("- &")
                    .append(c)
                    .append(" [")
                    .append(("*" + (char) (c - 1) + ",").repeat(9))
                    .append("]\n");
        }
        return bomb.toString();
    }
}
