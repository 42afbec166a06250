package io.sluice.bench;

import io.sluice.router.Calculation;
import io.sluice.router.Flavor;
import io.sluice.router.RouteMatch;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One match, by the shape of the routes and their number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Matching {

    @Param({"PLAIN", "MIXED", "LENGTHS", "REGEXES", "HEADERS", "METHODS"})
    public RouteSet set;

    @Param({"10", "1000", "10000", "100000"})
    public int routes;

    private Router router;
    private RoutingRequest[] requests;
    private int next;

    @Setup(Level.Trial)
    public void compile() {
        router = Router.compile(set.routes(routes), new Flavor.Compatible(Calculation.ORIGINAL));
        requests = set.requests(routes);
        for (RoutingRequest request : requests) {
            if (router.match(request).isEmpty()) {
                throw new IllegalStateException("nothing matches " + request);
            }
        }
    }

    /** The request is another one each time, so that no cache and no branch predictor knows the answer. */
    @Benchmark
    public Optional<RouteMatch> match() {
        return router.match(requests[next++ & requests.length - 1]);
    }
}
