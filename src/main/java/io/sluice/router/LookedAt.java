package io.sluice.router;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where in a request the routes of the default flavor look. Kong hands these fields to its engine as text before it tries any route, so
 * bytes that are not UTF-8 in one of them end the search (router.md 6).
 *
 * @param headers names, compared without case
 */
record LookedAt(boolean paths, boolean hosts, Set<String> headers) {

    static LookedAt by(List<Candidate> candidates) {
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        boolean paths = false;
        boolean hosts = false;
        for (Candidate candidate : candidates) {
            paths |= !candidate.paths().isEmpty();
            hosts |= !candidate.hosts().isEmpty();
            candidate.headers().forEach(header -> headers.add(header.name()));
        }
        return new LookedAt(paths, hosts, headers);
    }

    /** The first field that is not text, as a message names it; null if all are. */
    @Nullable
    String notText(RoutingRequest request) {
        if (paths && isNotText(request.path())) {
            return "the path, once it is decoded,";
        }
        if (hosts && isNotText(request.host())) {
            return "the Host";
        }
        return headers.isEmpty() ? null : notText(request.headers());
    }

    private @Nullable String notText(Headers sent) {
        for (int i = 0; i < sent.size(); i++) {
            if (isNotText(sent.value(i)) && headers.contains(sent.name(i))) {
                return "the header " + sent.name(i);
            }
        }
        return null;
    }

    private static boolean isNotText(String bytes) {
        return ByteText.decode(bytes).isEmpty();
    }
}
