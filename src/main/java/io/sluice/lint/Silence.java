package io.sluice.lint;

import io.sluice.problem.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The warnings that nobody wants to hear: those of certain codes, and those where the file itself says so.
 *
 * <p>{@code # sluice: ignore CODE[, CODE]} behind a value counts for its line; on lines of its own it counts for the line below;
 * {@code # sluice: ignore-file CODE} counts for the whole file. Behind the codes there is room for a reason. Errors are never
 * silenced. Not safe for concurrent use.
 */
public final class Silence {

    private static final Pattern COMMENT =
            Pattern.compile("(?:^|\\s)#\\s*sluice:\\s*ignore(-file)?\\s+([\\w-]+(?:\\s*,\\s*[\\w-]+)*)");

    private final Set<String> codes;
    private final Function<String, String> texts;
    private final Map<String, Comments> files = new HashMap<>();

    /** What the comments of one file say: by line from 1, line 0 for all of it. */
    private record Comments(List<String> lines, Map<Integer, Set<String>> codes) {

        boolean says(int line, String code) {
            return codes.getOrDefault(line, Set.of()).contains(code);
        }

        boolean isComment(int line) {
            return line <= lines.size() && lines.get(line - 1).stripLeading().startsWith("#");
        }
    }

    /**
     * @param codes that are silenced everywhere
     * @param texts the text of a file, by the name it has in problems; empty if there is none
     */
    public Silence(Set<String> codes, Function<String, String> texts) {
        this.codes = Set.copyOf(codes);
        this.texts = texts;
    }

    /** What is left. */
    public List<Problem> heard(List<Problem> problems) {
        return problems.stream().filter(problem -> !isSilenced(problem)).toList();
    }

    private boolean isSilenced(Problem problem) {
        if (problem.severity() == Problem.Severity.ERROR) {
            return false;
        }
        if (codes.contains(problem.code())) {
            return true;
        }
        Comments comments = files.computeIfAbsent(problem.place().file(), file -> comments(texts.apply(file)));
        int line = problem.place().line();
        if (comments.says(0, problem.code()) || comments.says(line, problem.code())) {
            return true;
        }
        for (int above = line - 1; above > 0 && comments.isComment(above); above--) {
            if (comments.says(above, problem.code())) {
                return true;
            }
        }
        return false;
    }

    private static Comments comments(String text) {
        List<String> lines = text.contains("sluice:") ? text.lines().toList() : List.of();
        Comments comments = new Comments(lines, new HashMap<>());
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = COMMENT.matcher(lines.get(i));
            while (matcher.find()) {
                comments.codes
                        .computeIfAbsent(matcher.group(1) == null ? i + 1 : 0, _ -> new HashSet<>())
                        .addAll(List.of(matcher.group(2).split("\\s*,\\s*", -1)));
            }
        }
        return comments;
    }
}
