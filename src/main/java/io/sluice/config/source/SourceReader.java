package io.sluice.config.source;

import io.sluice.problem.Place;
import io.sluice.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads declarative files: regular files of UTF-8 text up to 64 MiB, {@code -} for standard input, directories with all that is in them;
 * templates rendered, YAML (and so JSON) parsed, several merged.
 */
public final class SourceReader {

    /** A text of more bytes is not read: 64 MiB. */
    public static final int MOST_BYTES = 64 << 20;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final Function<String, @Nullable String> env;
    private final boolean templates;

    /** Templates look up variables in {@code env}. */
    public SourceReader(Function<String, @Nullable String> env) {
        this(env, true);
    }

    /** Without {@code templates} they stay the text they are, as for Kong. */
    public SourceReader(Function<String, @Nullable String> env, boolean templates) {
        this.env = env;
        this.templates = templates;
    }

    /**
     * What became of a file.
     *
     * @param document null if there are errors
     * @param readable false if there was no text to speak of: no file, no permission, not a text
     */
    public record Source(@Nullable Document document, List<Problem> problems, boolean readable) {}

    /** Reads one of what {@link #read(List)} reads. */
    public Source read(Path path) {
        return read(List.of(path));
    }

    /** Reads files, directories or {@code -}, and merges them; never throws for what they hold. */
    public Source read(List<Path> paths) {
        List<Document> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        boolean readable = true;
        for (Path path : paths) {
            for (Source source : Files.isDirectory(path) ? folder(path) : List.of(one(path))) {
                problems.addAll(source.problems);
                readable &= source.readable;
                if (source.document != null) {
                    documents.add(source.document);
                }
            }
        }
        boolean failed = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        return new Source(
                failed || documents.isEmpty() ? null : MergedFiles.of(documents, problems), problems, readable);
    }

    /** All files in a directory and in those below it, by name. */
    private List<Source> folder(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            return files.isEmpty()
                    ? List.of(unreadable(folder.toString(), "no-file", "there is no .yaml, .yml or .json file in it"))
                    : files.stream().map(this::one).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(unreadable(folder.toString(), "unreadable", "it cannot be read: " + e.getMessage()));
        }
    }

    private Source one(Path path) {
        String file = path.toString();
        try {
            if (file.equals("-")) {
                return parse("stdin", System.in.readNBytes(MOST_BYTES));
            }
            if (!Files.exists(path)) {
                return unreadable(file, "no-file", "there is no such file");
            }
            if (!Files.isRegularFile(path)) {
                return unreadable(file, "not-a-file", "it is not a regular file");
            }
            if (Files.size(path) > MOST_BYTES) {
                return tooLarge(file, Files.size(path));
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
        long bytes = text.length() <= MOST_BYTES / 3 ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return tooLarge(file, bytes);
        }
        List<Problem> problems = new ArrayList<>();
        EnvTemplates.Rendered rendered =
                templates ? EnvTemplates.render(file, text, env, problems) : EnvTemplates.leave(file, text, problems);
        Document document = new YamlParser(file, rendered, problems).parse();
        boolean failed = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        return new Source(failed ? null : document, problems, true);
    }

    private static Source tooLarge(String file, long bytes) {
        return unreadable(
                file, "too-large", "it has " + bytes + " bytes, expected at most " + MOST_BYTES + " (64 MiB)");
    }

    private static Source unreadable(String file, String code, String message) {
        return new Source(
                null,
                List.of(new Problem(Problem.Severity.ERROR, code, Place.of(file), "", null, message, null)),
                false);
    }
}
