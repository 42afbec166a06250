package io.sluice.router;

import java.util.ArrayList;
import java.util.List;

/** The candidates behind one host, by the text that a path must begin with, and by the text that it must hold. Immutable. */
final class PathTable {

    private final PrefixTable<Bucket> byStart;

    private PathTable(PrefixTable<Bucket> byStart) {
        this.byStart = byStart;
    }

    /** Collects before it freezes. */
    static final class Builder {
        private final PrefixTable.Builder<List<Bucket.Entry>> byStart =
                new PrefixTable.Builder<>(() -> new ArrayList<>(1));

        /** Ranks come in ascending order. */
        void add(Candidate candidate, int rank) {
            if (candidate.paths().isEmpty()) {
                byStart.at("").add(new Bucket.Entry(rank, ""));
            }
            for (PathRule path : candidate.paths()) {
                // what all of them begin with tells none from another
                String text = path.start().contains(path.needed()) ? "" : TextTable.key(path.needed());
                byStart.at(path.start()).add(new Bucket.Entry(rank, text));
            }
        }

        PathTable build(List<Candidate> byRank) {
            return new PathTable(byStart.build(entries -> Bucket.of(entries, byRank)));
        }
    }

    void search(Search search) {
        byStart.visit(search.request().path(), search);
    }
}
