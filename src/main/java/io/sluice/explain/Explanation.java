package io.sluice.explain;

import io.sluice.router.Contest;
import io.sluice.router.NearMiss;
import io.sluice.router.RouteMatch;
import io.sluice.runtime.DryRun.Foresight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would become of a request, and why. */
public sealed interface Explanation {

    Question question();

    /** The edge refuses it before it is routed. */
    record Refused(Question question, int status, String reason) implements Explanation {}

    /**
     * No route matches.
     *
     * @param closest the routes that miss the fewest conditions
     * @param reason why none can match at all; empty where {@code closest} says it
     * @param other what the other calculation says; null where it agrees
     */
    record NotFound(Question question, Foresight foresight, List<NearMiss> closest, String reason)
            implements Explanation {}

    /**
     * A route wins.
     *
     * @param other what the other calculation says; null where it agrees
     */
    record Routed(
            Question question,
            Foresight foresight,
            Contest contest,
            @Nullable OtherChoice other) implements Explanation {}

    /**
     * The route that the other {@code route_match_calculation} would choose.
     *
     * @param calculation {@code original} or {@code strict}
     * @param reason why it would
     */
    record OtherChoice(String calculation, RouteMatch match, String reason) {}
}
