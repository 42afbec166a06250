package io.sluice.explain;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.RequestBody;
import io.sluice.api.TlsInfo;
import io.sluice.api.entity.Route;
import io.sluice.explain.Explanation.OtherChoice;
import io.sluice.http.Edge;
import io.sluice.router.Calculation;
import io.sluice.router.Contest;
import io.sluice.router.Flavor;
import io.sluice.router.Router;
import io.sluice.router.RoutingRequest;
import io.sluice.runtime.DryRun;
import io.sluice.runtime.DryRun.Foresight;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what would become of requests, and why. Immutable, safe for concurrent use. */
public final class Explainer {

    /** How many of the closest routes a 404 names. */
    private static final int CLOSEST = 5;

    private final DryRun run;
    private final Edge edge;
    private final Ports ports;
    private final @Nullable Calculation otherCalculation;
    private final @Nullable Router other;

    /** The listening ports that stand for a scheme where a request names none. */
    public record Ports(int http, int https) {}

    public Explainer(DryRun run, Edge edge, Ports ports, Collection<Route> routes) {
        this.run = run;
        this.edge = edge;
        this.ports = ports;
        if (run.router().flavor() instanceof Flavor.Compatible compatible) {
            otherCalculation =
                    compatible.calculation() == Calculation.STRICT ? Calculation.ORIGINAL : Calculation.STRICT;
            other = Router.compile(routes, new Flavor.Compatible(otherCalculation));
        } else {
            otherCalculation = null;
            other = null;
        }
    }

    /** Kong's name of the flavor that is in force. */
    public String flavor() {
        return run.router().flavor().label();
    }

    /**
     * Explains one request.
     *
     * @throws RequestBody.Broken never: a body that is asked about is here whole
     */
    public Explanation explain(Question question) throws RequestBody.Broken {
        ConnectionInfo connection = connection(question);
        return switch (edge.judge(
                question.method(), question.target(), question.host(), question.headers(), connection)) {
            case Edge.Refused refused -> new Explanation.Refused(question, refused.status(), refused.reason());
            case Edge.Admitted admitted ->
                explain(
                        question,
                        run.of(new AskedRequest(
                                question.method(), admitted, connection, new AskedBody(question.body()))));
        };
    }

    private ConnectionInfo connection(Question question) {
        boolean https = question.scheme().equals("https");
        Integer named = question.port();
        int port = named != null ? named : https ? ports.https() : ports.http();
        Boolean trusted = question.trusted();
        return new ConnectionInfo(
                1,
                question.clientIp(),
                question.clientPort(),
                trusted != null ? trusted : edge.trusts(question.clientIp()),
                question.serverIp(),
                port,
                edge.outsidePort(port),
                https ? new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384", question.sni()) : null);
    }

    private Explanation explain(Question question, Foresight foresight) {
        RoutingRequest routing = foresight.routing();
        Optional<Contest> contest = run.router().contest(routing);
        if (contest.isPresent()) {
            Route winner = contest.get().winner().route();
            return new Explanation.Routed(question, foresight, contest.get(), otherChoice(routing, winner));
        }
        return new Explanation.NotFound(
                question,
                foresight,
                run.router().nearMisses(routing, CLOSEST),
                run.router()
                        .unreadable(routing)
                        .map(what -> what + " is not valid UTF-8; no route matches such a request")
                        .orElse(""));
    }

    /** Null where both calculations agree, or there is but one. */
    private @Nullable OtherChoice otherChoice(RoutingRequest routing, Route chosen) {
        if (other == null || otherCalculation == null) {
            return null;
        }
        Contest contest = other.contest(routing).orElseThrow();
        String name = otherCalculation.name().toLowerCase(Locale.ROOT);
        return contest.beaten().stream()
                .filter(beaten -> beaten.route().id().equals(chosen.id()))
                .findFirst()
                .map(beaten -> new OtherChoice(name, contest.winner(), beaten.because()))
                .orElse(null);
    }
}
