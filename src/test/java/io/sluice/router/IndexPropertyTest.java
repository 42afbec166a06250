package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.ByteText;
import io.sluice.api.entity.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The index against a scan that tries every candidate in order, over the same rules. {@code make router-property ROUNDS=100000} takes
 * as many sets of routes as one likes, from a seed of its own each time.
 */
class IndexPropertyTest {

    private static final int ROUNDS = Integer.getInteger("router.rounds", 100);
    private static final long SEED = Long.getLong("router.seed", 20_261);
    private static final int REQUESTS = 40;

    static Stream<Flavor> flavors() {
        return Stream.of(
                new Flavor.Traditional(),
                new Flavor.Compatible(Calculation.ORIGINAL),
                new Flavor.Compatible(Calculation.STRICT));
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void theIndexAnswersAsAScanDoes(Flavor flavor) {
        int matched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            RandomRoutes random = new RandomRoutes(seed);
            List<Route> routes = random.routes(round % 10 == 0 ? 400 : 25);
            Router router = Router.compile(routes, flavor);
            List<Candidate> byRank = Router.candidates(routes, flavor);
            for (int i = 0; i < REQUESTS; i++) {
                RoutingRequest request = random.request();
                Optional<RouteMatch> match = router.match(request);
                assertThat(match)
                        .as("seed %s, request %s: %s", seed, i, request)
                        .isEqualTo(scan(byRank, request, flavor));
                matched += match.isPresent() ? 1 : 0;
            }
        }
        // neither side is empty-handed most of the time
        assertThat(matched).isBetween(ROUNDS * REQUESTS / 5, ROUNDS * REQUESTS * 19 / 20);
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void theContestNamesTheWinnerOfTheMatch(Flavor flavor) {
        for (int round = 0; round < ROUNDS / 10 + 1; round++) {
            RandomRoutes random = new RandomRoutes(SEED + round);
            Router router = Router.compile(random.routes(40), flavor);
            for (int i = 0; i < REQUESTS; i++) {
                RoutingRequest request = random.request();
                Optional<Contest> contest = router.contest(request);
                assertThat(contest.map(Contest::winner)).isEqualTo(router.match(request));
                assertThat(contest.stream().flatMap(c -> c.beaten().stream()))
                        .allSatisfy(beaten -> assertThat(beaten.because()).isNotEmpty());
                assertThat(router.nearMisses(request, 100).stream()
                                .noneMatch(miss -> miss.missed().isEmpty()))
                        .isEqualTo(contest.isEmpty());
            }
        }
    }

    private static Optional<RouteMatch> scan(List<Candidate> byRank, RoutingRequest request, Flavor flavor) {
        return seen(byRank, request, flavor)
                .flatMap(seen -> byRank.stream()
                        .filter(candidate -> candidate.matches(seen))
                        .findFirst()
                        .map(winner -> winner.match(seen)));
    }

    private static Optional<Seen> seen(List<Candidate> byRank, RoutingRequest request, Flavor flavor) {
        String sni = request.sni();
        return switch (flavor) {
            case Flavor.Traditional _ ->
                Optional.of(new Seen(
                        request,
                        RequestHost.traditional(request.host(), request.scheme().equals("https") ? 443 : 80),
                        request.path(),
                        sni == null ? null : RequestHost.named(sni),
                        false));
            case Flavor.Compatible _ ->
                LookedAt.by(byRank).notText(request) != null
                        ? Optional.empty()
                        : Optional.of(new Seen(
                                request,
                                RequestHost.compatible(request.host(), request.listenerPort()),
                                ByteText.ofHeader(request.path()),
                                sni == null ? null : RequestHost.named(sni.toLowerCase(Locale.ROOT)),
                                true));
        };
    }
}
