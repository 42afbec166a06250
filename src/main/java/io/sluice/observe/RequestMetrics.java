package io.sluice.observe;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Metrics;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.runtime.CompletionListener;

/**
 * Requests by service, route and status, under Kong's name {@code kong_http_requests_total}, and how long they took, {@code
 * sluice_http_request_duration_seconds}. A request without a route has the label {@code ""}.
 */
public final class RequestMetrics implements CompletionListener {

    private final Metrics.Counter requests;
    private final Metrics.Histogram duration;

    public RequestMetrics(Metrics metrics) {
        requests = metrics.counter(
                "kong_http_requests_total",
                "Requests answered, by service, route and status",
                "service",
                "route",
                "code");
        duration = metrics.histogram(
                "sluice_http_request_duration_seconds", "From the first byte read to the last byte written", "route");
    }

    @Override
    public void completed(Exchange exchange, Completion completion) {
        String route = exchange.route().map(Route::label).orElse("");
        String service = exchange.service().map(Service::label).orElse("");
        requests.increment(service, route, Integer.toString(completion.status()));
        duration.observe(completion.latencies().request() / 1e9, route);
    }
}
