package io.sluice.router;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the candidates a request can match, instead of trying all: first by host, then by the text its path must begin with, then by
 * header or method. A candidate's rank is its place in the order, so the answer is the lowest rank that matches. Immutable.
 */
final class RouteIndex {

    private final List<Candidate> byRank;
    private final BitSet sure = new BitSet();
    /** The answers that are the same for every request, by rank; null for others. */
    private final @Nullable RouteMatch[] ready;

    private final Map<String, PathTable> byHost;
    /** By the end of a host, read backwards. */
    private final PrefixTable<PathTable> byHostEnd;

    private final PrefixTable<PathTable> byHostStart;
    private final PathTable anyHost;

    RouteIndex(List<Candidate> byRank) {
        this.byRank = byRank;
        this.ready = new RouteMatch[byRank.size()];
        Map<String, PathTable.Builder> plain = new HashMap<>();
        PrefixTable.Builder<PathTable.Builder> ends = new PrefixTable.Builder<>(PathTable.Builder::new);
        PrefixTable.Builder<PathTable.Builder> starts = new PrefixTable.Builder<>(PathTable.Builder::new);
        PathTable.Builder any = new PathTable.Builder();
        for (int rank = 0; rank < byRank.size(); rank++) {
            Candidate candidate = byRank.get(rank);
            sure.set(rank, candidate.isFoundByIndex());
            ready[rank] = candidate.onlyMatch();
            if (candidate.hosts().isEmpty()) {
                any.add(candidate, rank);
            }
            for (HostRule host : candidate.hosts()) {
                PathTable.Builder table = switch (host.kind()) {
                    case PLAIN -> plain.computeIfAbsent(host.text(), _ -> new PathTable.Builder());
                    case SUFFIX -> ends.at(backwards(host.text()));
                    case PREFIX -> starts.at(host.text());
                };
                table.add(candidate, rank);
            }
        }
        byHost = HashMap.newHashMap(plain.size());
        plain.forEach((host, builder) -> byHost.put(host, builder.build(byRank)));
        byHostEnd = ends.build(builder -> builder.build(byRank));
        byHostStart = starts.build(builder -> builder.build(byRank));
        anyHost = any.build(byRank);
    }

    /** Null when no candidate matches. */
    @Nullable
    RouteMatch find(Seen request) {
        Search search = new Search(byRank, sure, request);
        RequestHost host = request.host();
        visit(byHost.get(host.name()), search);
        if (!host.raw().equals(host.name())) {
            visit(byHost.get(host.raw()), search);
        }
        if (!byHostEnd.isEmpty()) {
            byHostEnd.visit(backwards(host.name()), table -> table.search(search));
        }
        if (!byHostStart.isEmpty()) {
            byHostStart.visit(host.name(), table -> table.search(search));
        }
        anyHost.search(search);
        int best = search.best();
        if (best == Search.NOTHING) {
            return null;
        }
        RouteMatch match = ready[best];
        return match == null ? byRank.get(best).match(request) : match;
    }

    private static void visit(@Nullable PathTable table, Search search) {
        if (table != null) {
            table.search(search);
        }
    }

    private static String backwards(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
