package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.Reply;
import io.sluice.api.Request;
import io.sluice.api.StandardReplies;
import io.sluice.api.entity.Route;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Kong says after a match, before any plugin: a route's protocols are no matching category, but they are held to.
 *
 * <p>An https-only route answers plain requests with 426 or a redirect; a gRPC route refuses what is not gRPC over HTTP/2. An
 * http-only route answers https requests all the same.
 */
final class ProtocolRule {

    private ProtocolRule() {}

    static Optional<Reply> check(Route route, Request request) {
        Set<String> protocols = route.protocols();
        if (protocols.contains("grpc") || protocols.contains("grpcs")) {
            return checkGrpc(protocols, request);
        }
        if (protocols.contains("https")
                && !protocols.contains("http")
                && !forwarded(request, "X-Forwarded-Proto", request.scheme()).equals("https")) {
            return Optional.of(httpsOnly(route, request));
        }
        return Optional.empty();
    }

    private static Reply httpsOnly(Route route, Request request) {
        if (route.httpsRedirectStatusCode() != 426) {
            String location = "https://" + hostWithoutPort(forwarded(request, "X-Forwarded-Host", request.host()))
                    + request.target();
            return new Reply(route.httpsRedirectStatusCode(), Headers.of("Location", location), new byte[0]);
        }
        Reply reply = StandardReplies.error(426, "Please use HTTPS protocol", request.headers(), request.id());
        reply.headers().set("Connection", "Upgrade").set("Upgrade", "TLS/1.2, HTTP/1.1");
        return reply;
    }

    private static Optional<Reply> checkGrpc(Set<String> protocols, Request request) {
        String type = request.headers().first("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/grpc")) {
            return Optional.of(
                    StandardReplies.error(415, "Non-gRPC request matched gRPC route", request.headers(), request.id()));
        }
        if (!request.httpVersion().equals("2.0")) {
            Reply reply = StandardReplies.error(426, "Please use HTTP2 protocol", request.headers(), request.id());
            reply.headers().set("Connection", "Upgrade").set("Upgrade", "HTTP/2");
            return Optional.of(reply);
        }
        if (!protocols.contains("grpc")
                && !forwarded(request, "X-Forwarded-Proto", request.scheme()).equals("https")) {
            return Optional.of(new Reply(
                    200,
                    Headers.of(
                            "Content-Type", "application/grpc",
                            "grpc-status", "1",
                            "grpc-message", "gRPC request matched gRPCs route"),
                    new byte[0]));
        }
        return Optional.empty();
    }

    /** What a trusted peer says of the client's own request; lower case. */
    private static String forwarded(Request request, String header, String otherwise) {
        String value = request.connection().peerTrusted()
                ? request.headers().first(header).orElse(otherwise)
                : otherwise;
        return value.toLowerCase(Locale.ROOT);
    }

    private static String hostWithoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
