package io.sluice.router;

import io.sluice.api.entity.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Matches requests to routes as Kong's default router does. Immutable, safe for concurrent use.
 *
 * <p>A match costs a hash look-up per host form and per distinct length of path, whatever the number of routes, plus the regular
 * expressions whose literal beginning fits.
 */
public final class Router {

    private final RouteIndex index;
    private final int size;

    private Router(List<Candidate> candidates) {
        this.index = new RouteIndex(candidates);
        this.size = candidates.size();
    }

    /**
     * Compiles routes; {@link #match} is all that is left to do for a request.
     *
     * @param routes in any order; stream routes and routes of disabled services are left out
     * @throws com.google.re2j.PatternSyntaxException for a pattern that {@link RoutePattern#reasonAgainst} has a reason against
     */
    public static Router compile(Collection<Route> routes, Calculation calculation) {
        return new Router(new Compiler(calculation).compile(routes));
    }

    /** Empty if no route matches, or the path is not valid UTF-8 (as in Kong). */
    public Optional<RouteMatch> match(RoutingRequest request) {
        String path = utf8(request.path());
        if (path == null) {
            return Optional.empty();
        }
        Candidate.Seen seen = new Candidate.Seen(
                request.method(),
                HostRule.HostAndPort.of(request.host(), request.listenerPort()),
                path,
                request.headers(),
                request.sni(),
                request.scheme().equals("https"));
        Candidate winner = index.find(seen);
        return winner == null ? Optional.empty() : Optional.of(winner.match(seen));
    }

    /** How many candidates are tried at the most: routes, counted once per group of paths. */
    public int size() {
        return size;
    }

    private static @Nullable String utf8(String bytes) {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
