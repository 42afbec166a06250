package io.sluice.router;

import java.util.BitSet;
import java.util.List;

/** One request on its way through the index: what has been found so far. The lowest rank that matches wins. */
final class Search implements PrefixTable.Visitor<Bucket> {

    /** A rank behind all others. */
    static final int NOTHING = Integer.MAX_VALUE;

    private final List<Candidate> byRank;
    private final BitSet sure;
    private final Seen request;
    private int best = NOTHING;

    /** {@code sure} are those that match whatever finds them. */
    Search(List<Candidate> byRank, BitSet sure, Seen request) {
        this.byRank = byRank;
        this.sure = sure;
        this.request = request;
    }

    Seen request() {
        return request;
    }

    @Override
    public void visit(Bucket bucket) {
        bucket.search(this);
    }

    /** Tries this one, if it could win. */
    void tryOne(int rank) {
        if (rank < best && (sure.get(rank) || byRank.get(rank).matches(request))) {
            best = rank;
        }
    }

    /** Tries these until one matches, or the rest could not win any more. */
    void tryAll(int[] ascending) {
        for (int rank : ascending) {
            if (rank >= best) {
                return;
            }
            if (sure.get(rank) || byRank.get(rank).matches(request)) {
                best = rank;
                return;
            }
        }
    }

    /** The rank of the winner, or {@link #NOTHING}. */
    int best() {
        return best;
    }
}
