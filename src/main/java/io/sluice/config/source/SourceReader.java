package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a declarative file: regular files of UTF-8 text up to 64 MiB, templates rendered, YAML (and so JSON) parsed. */
public final class SourceReader {

    private static final int MOST_BYTES = 64 << 20;

    private final Function<String, @Nullable String> env;

    /** Templates look up variables in {@code env}. */
    public SourceReader(Function<String, @Nullable String> env) {
        this.env = env;
    }

    /**
     * What became of a file.
     *
     * @param document null if there are errors
     * @param readable false if there was no text to speak of: no file, no permission, not a text
     */
    public record Source(@Nullable Document document, List<Problem> problems, boolean readable) {}

    /** Reads a file; never throws for what it holds. */
    public Source read(Path path) {
        String file = path.toString();
        try {
            if (!Files.exists(path)) {
                return unreadable(file, "no-file", "there is no such file");
            }
            if (Files.isDirectory(path)) {
                return unreadable(file, "not-a-file", "it is a directory; name a file in it");
            }
            if (!Files.isRegularFile(path)) {
                return unreadable(file, "not-a-file", "it is not a regular file");
            }
            if (Files.size(path) > MOST_BYTES) {
                return unreadable(
                        file,
                        "too-large",
                        "it has " + Files.size(path) + " bytes, expected at most " + MOST_BYTES + " (64 MiB)");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MOST_BYTES);
            }
            return parse(file, bytes);
        } catch (AccessDeniedException e) {
            return unreadable(file, "unreadable", "it cannot be read: permission denied");
        } catch (IOException e) {
            return unreadable(file, "unreadable", "it cannot be read: " + e.getMessage());
        }
    }

    private Source parse(String file, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return unreadable(file, "not-text", "it is not a text in UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            return unreadable(file, "not-text", "it is binary: it holds NUL bytes");
        }
        return parse(file, text);
    }

    /** Reads a text that came from elsewhere; {@code file} names it in messages. */
    public Source parse(String file, String text) {
        List<Problem> problems = new ArrayList<>();
        EnvTemplates.Rendered rendered = EnvTemplates.render(file, text, env, problems);
        Document document = new YamlParser(file, rendered, problems).parse();
        boolean failed = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        return new Source(failed ? null : document, problems, true);
    }

    private static Source unreadable(String file, String code, String message) {
        return new Source(
                null,
                List.of(new Problem(Problem.Severity.ERROR, code, Place.of(file), "", null, message, null)),
                false);
    }
}
