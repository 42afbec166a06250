package io.sluice.router;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the candidates a request can match, instead of trying all: first by host, then by the text its path must begin with. A
 * candidate's rank is its place in the order, so the answer is the lowest rank that matches. Immutable.
 */
final class RouteIndex {

    private static final int NONE = Integer.MAX_VALUE;

    private final List<Candidate> byRank;
    private final Map<String, PrefixTable> byHost;
    private final Map<String, PrefixTable> byHostSuffix;
    private final Map<String, PrefixTable> byHostPrefix;
    private final PrefixTable anyHost;

    RouteIndex(List<Candidate> byRank) {
        this.byRank = byRank;
        Map<String, PrefixTable.Builder> plain = new HashMap<>();
        Map<String, PrefixTable.Builder> suffixes = new HashMap<>();
        Map<String, PrefixTable.Builder> prefixes = new HashMap<>();
        PrefixTable.Builder any = new PrefixTable.Builder();
        for (int rank = 0; rank < byRank.size(); rank++) {
            Candidate candidate = byRank.get(rank);
            if (candidate.hosts().isEmpty()) {
                file(candidate, rank, any);
            }
            for (HostRule host : candidate.hosts()) {
                Map<String, PrefixTable.Builder> tables = switch (host.kind()) {
                    case PLAIN -> plain;
                    case SUFFIX -> suffixes;
                    case PREFIX -> prefixes;
                };
                file(candidate, rank, tables.computeIfAbsent(host.name(), _ -> new PrefixTable.Builder()));
            }
        }
        byHost = build(plain);
        byHostSuffix = build(suffixes);
        byHostPrefix = build(prefixes);
        anyHost = any.build();
    }

    private static void file(Candidate candidate, int rank, PrefixTable.Builder table) {
        if (candidate.prefixes().isEmpty() && candidate.regexes().isEmpty()) {
            table.add("", rank);
        }
        candidate.prefixes().forEach(prefix -> table.add(prefix, rank));
        candidate.regexes().keySet().forEach(regex -> table.add(RoutePattern.literalStart(regex), rank));
    }

    private static Map<String, PrefixTable> build(Map<String, PrefixTable.Builder> builders) {
        Map<String, PrefixTable> tables = HashMap.newHashMap(builders.size());
        builders.forEach((host, builder) -> tables.put(host, builder.build()));
        return tables;
    }

    /** Null when no candidate matches. */
    @Nullable
    Candidate find(Candidate.Seen request) {
        PrefixTable.Visitor visitor = (ascending, best) -> lowest(ascending, best, request);
        String host = request.host().name();
        int best = visit(byHost.get(host), NONE, request, visitor);
        best = anyHost.visit(request.path(), best, visitor);
        if (!byHostSuffix.isEmpty()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                best = visit(byHostSuffix.get(host.substring(dot)), best, request, visitor);
            }
        }
        if (!byHostPrefix.isEmpty()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                best = visit(byHostPrefix.get(host.substring(0, dot + 1)), best, request, visitor);
            }
        }
        return best == NONE ? null : byRank.get(best);
    }

    private static int visit(
            @Nullable PrefixTable table, int best, Candidate.Seen request, PrefixTable.Visitor visitor) {
        return table == null ? best : table.visit(request.path(), best, visitor);
    }

    private int lowest(int[] ascending, int best, Candidate.Seen request) {
        for (int rank : ascending) {
            if (rank >= best) {
                return best;
            }
            if (byRank.get(rank).matches(request)) {
                return rank;
            }
        }
        return best;
    }
}
