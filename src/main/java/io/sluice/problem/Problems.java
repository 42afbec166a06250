package io.sluice.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems while an input is read. Not safe for concurrent use. */
public final class Problems {

    private final List<Problem> all = new ArrayList<>();

    public void add(Problem problem) {
        all.add(problem);
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    }

    /** Everything found, by place: file, line, column. */
    public List<Problem> inOrder() {
        return all.stream()
                .sorted(Comparator.comparing((Problem p) -> p.place().file())
                        .thenComparingInt(p -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }
}
