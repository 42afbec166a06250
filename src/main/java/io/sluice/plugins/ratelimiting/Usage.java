package io.sluice.plugins.ratelimiting;

import io.sluice.api.Headers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the limits of one request say, and how that is told to clients.
 *
 * @param quotas by window, the shortest first; at least one
 */
record Usage(List<Quota> quotas) {

    /** Lua prints numbers with so many digits. */
    private static final MathContext DIGITS = new MathContext(14);

    /**
     * One limit.
     *
     * @param count requests before this one
     * @param end of the window
     */
    record Quota(Window window, double limit, long count, Instant end) {

        boolean isExhausted() {
            return limit - count <= 0;
        }

        /** After this request, if it was counted. */
        double remaining(boolean counted) {
            return Math.max(0, limit - count - (counted ? 1 : 0));
        }
    }

    boolean stops() {
        return quotas.stream().anyMatch(Quota::isExhausted);
    }

    /** Sets the headers; {@code now} is when the request came. */
    void tell(Headers headers, Instant now) {
        boolean counted = !stops();
        for (Quota quota : quotas) {
            headers.set("X-RateLimit-Limit-" + quota.window.label(), number(quota.limit));
            headers.set("X-RateLimit-Remaining-" + quota.window.label(), number(quota.remaining(counted)));
        }
        Quota tightest = tightest(counted);
        String reset = Long.toString(Math.max(1, secondsUntil(tightest.end, now)));
        headers.set("RateLimit-Limit", number(tightest.limit));
        headers.set("RateLimit-Remaining", number(tightest.remaining(counted)));
        headers.set("RateLimit-Reset", reset);
        if (!counted) {
            headers.set("Retry-After", reset);
        }
    }

    /** The one with the least left; of equals the longest. */
    private Quota tightest(boolean counted) {
        return quotas.reversed().stream()
                .min(Comparator.comparingDouble(quota -> quota.remaining(counted)))
                .orElseThrow();
    }

    /** Started seconds count whole, as Kong's clock does. */
    private static long secondsUntil(Instant end, Instant now) {
        return Duration.between(Instant.ofEpochSecond(now.getEpochSecond()), end)
                .toSeconds();
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
