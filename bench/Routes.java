import io.sluice.api.Headers;
import io.sluice.api.entity.Route;
import io.sluice.router.Calculation;
import io.sluice.router.PathNormalizer;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * How long routes take to compile and a request to match, by number of routes: a third each with hosts and prefixes, prefixes
 * alone, and regular expressions behind a literal beginning. Run: java -cp 'target/sluice/lib/*' bench/Routes.java
 */
final class Routes {

    private static long sink;

    public static void main(String[] args) {
        for (int count : new int[] {10, 1_000, 10_000, 100_000}) {
            Random random = new Random(1);
            List<Route> routes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                routes.add(route(i, random));
            }
            long before = System.nanoTime();
            Router router = Router.compile(routes, Calculation.ORIGINAL);
            double compiled = (System.nanoTime() - before) / 1e6;
            RoutingRequest[] requests = new RoutingRequest[1000];
            for (int i = 0; i < requests.length; i++) {
                int n = random.nextInt(count);
                requests[i] = new RoutingRequest(
                        "GET", "h" + n % 100 + ".test", PathNormalizer.normalize("/api/v1/r" + n + "/items/" + i), new Headers(), null, "http", 8000);
            }
            double[] rounds = new double[15];
            for (int round = 0; round < rounds.length; round++) {
                long start = System.nanoTime();
                for (int k = 0; k < 200; k++) {
                    for (RoutingRequest request : requests) {
                        sink += router.match(request).isPresent() ? 1 : 0;
                    }
                }
                rounds[round] = (System.nanoTime() - start) / 200_000.0;
            }
            Arrays.sort(rounds);
            System.out.printf("%7d routes: compiled in %7.1f ms, matched in %6.0f ns (median of %d rounds)%n", count, compiled, rounds[7], rounds.length);
        }
        System.out.println(sink > 0 ? "" : "nothing matched");
    }

    private static Route route(int i, Random random) {
        List<String> hosts = i % 3 == 0 ? List.of("h" + i % 100 + ".test") : List.of();
        List<String> paths = List.of(i % 3 == 2 ? "~/api/v1/r" + i + "/items/\\d+$" : "/api/v1/r" + i);
        Set<String> methods = random.nextInt(4) == 0 ? Set.of("GET") : Set.of();
        return new Route(
                new UUID(random.nextLong(), i), "r" + i, null, Set.of("http"), methods, hosts, paths, Map.of(), Set.of(),
                List.of(), List.of(), 426, 0, true, "v0", false, true, true, Set.of(), null);
    }
}
