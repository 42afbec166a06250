package io.sluice.explain;

import io.sluice.api.ByteText;
import io.sluice.api.Reply;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import io.sluice.config.Declaration;
import io.sluice.explain.Explanation.NotFound;
import io.sluice.explain.Explanation.Refused;
import io.sluice.explain.Explanation.Routed;
import io.sluice.router.Contest;
import io.sluice.router.NearMiss;
import io.sluice.router.RouteMatch;
import io.sluice.runtime.DryRun.Foresight;
import io.sluice.runtime.DryRun.PluginTurn;
import io.sluice.runtime.DryRun.UpstreamRequestLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A paragraph per request, for people. */
public final class TextReport implements Report {

    /** How many routes that were beaten are named. */
    private static final int MOST_BEATEN = 5;

    private final Reading reading;
    private final PrintWriter out;
    private boolean first = true;

    public TextReport(Declaration declaration, PrintWriter out) {
        this.reading = new Reading(declaration);
        this.out = out;
    }

    @Override
    public void print(Explanation explanation) {
        blankBetween();
        Question question = explanation.question();
        line(question.method() + " " + question.scheme() + "://"
                + (question.host() == null ? "(no Host)" : question.host()) + question.target());
        switch (explanation) {
            case Refused refused -> field("refused", refused.status() + ", before routing: " + refused.reason());
            case NotFound notFound -> notFound(notFound);
            case Routed routed -> routed(routed);
        }
    }

    @Override
    public void unreadable(int line, String reason) {
        blankBetween();
        line("line " + line + ": " + reason);
    }

    private void blankBetween() {
        if (!first) {
            out.println();
        }
        first = false;
    }

    private void notFound(NotFound notFound) {
        field("answer", answer(notFound.foresight().reply()));
        if (!notFound.reason().isEmpty()) {
            field("reason", notFound.reason());
        } else if (notFound.closest().isEmpty()) {
            field("reason", "the file has no routes for HTTP");
        }
        notFound.closest().forEach(miss -> nearMiss(miss, notFound.foresight()));
        plugins(notFound.foresight());
    }

    private void nearMiss(NearMiss miss, Foresight foresight) {
        String missed = Wanted.of(miss, foresight.routing()).stream()
                .map(wanted -> wanted.condition().field() + ": wants " + wanted.wants() + ", got " + wanted.got())
                .collect(Collectors.joining("; "));
        field("close", miss.route().label() + " misses " + missed);
    }

    private void routed(Routed routed) {
        RouteMatch match = routed.contest().winner();
        Route route = match.route();
        field(
                "route",
                route.label() + ", matched by "
                        + Reading.fields(routed.contest().conditions())
                        + (match.path() == null ? "" : " (" + match.path() + ")"));
        contest(routed.contest());
        if (routed.other() != null) {
            field(
                    "but",
                    "route_match_calculation = " + routed.other().calculation() + " would choose "
                            + routed.other().match().route().label() + ": "
                            + routed.other().reason());
        }
        Map<String, @Nullable String> captures = Reading.captures(match.captures());
        if (!captures.isEmpty()) {
            field(
                    "captures",
                    captures.entrySet().stream()
                            .map(c -> c.getKey() + "=" + c.getValue())
                            .collect(Collectors.joining(", ")));
        }
        Service service = route.service();
        field("service", service == null ? "none" : service.label());
        plugins(routed.foresight());
        routed.foresight().consumer().map(Consumer::label).ifPresent(name -> field("consumer", name));
        UpstreamRequestLine upstream = routed.foresight().upstream();
        if (upstream != null) {
            field(
                    "upstream",
                    upstream.method() + " " + upstream.address()
                            + ByteText.ofHeader(routed.foresight().upstreamUri()) + ", Host: "
                            + ByteText.ofHeader(upstream.host()));
        } else {
            field("answer", answer(routed.foresight().reply()));
        }
    }

    private void contest(Contest contest) {
        contest.beaten().stream()
                .limit(MOST_BEATEN)
                .forEach(beaten -> field("beats", beaten.route().label() + ": " + beaten.because()));
        int more = contest.beaten().size() - MOST_BEATEN;
        if (more > 0) {
            field("beats", more + " more");
        }
    }

    private void plugins(Foresight foresight) {
        for (PluginTurn turn : foresight.plugins()) {
            field("plugin", turn.name() + " (" + reading.scope(turn.scope()) + "): " + would(turn));
            turn.preview().ifPresent(preview -> preview.details().forEach(this::detail));
        }
    }

    private static String would(PluginTurn turn) {
        if (turn.late()) {
            List<String> later = turn.phases().stream()
                    .filter(phase ->
                            !List.of("certificate", "rewrite", "access").contains(phase))
                    .toList();
            return later.isEmpty()
                    ? "does not run, the request is answered before"
                    : "runs only in " + String.join(", ", later);
        }
        return turn.preview()
                .map(preview -> preview.summary())
                .orElse("runs in " + String.join(", ", turn.phases()) + "; it cannot tell what it would do");
    }

    private void detail(String name, Object value) {
        if (value instanceof List<?> list) {
            list.forEach(one -> out.println("               " + name + ": " + inOneLine(one)));
        } else {
            out.println("               " + name + ": " + inOneLine(value));
        }
    }

    private static String inOneLine(Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("key") && map.containsKey("value")) {
            return Printable.text(map.get("key") + " = " + map.get("value"));
        }
        return Printable.text(String.valueOf(value));
    }

    private static String answer(@Nullable Reply reply) {
        if (reply == null) {
            return "";
        }
        String body = new String(reply.body(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .collect(Collectors.joining(" "));
        String location = reply.headers().first("Location").map(l -> " to " + l).orElse("");
        return reply.status() + location + (body.isEmpty() ? "" : " " + body);
    }

    private void field(String name, String text) {
        line("  " + name + " ".repeat(Math.max(1, 11 - name.length())) + text);
    }

    private void line(String text) {
        out.println(Printable.text(text));
    }
}
