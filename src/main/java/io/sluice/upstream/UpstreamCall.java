package io.sluice.upstream;

import io.sluice.api.Headers;
import io.sluice.api.RequestBody;
import io.sluice.api.entity.Service;

/**
 * What to ask of a service.
 *
 * @param target path and query, encoded
 * @param headers all of them, Host included; framing is added by the sender
 * @param serverName Host without its port: the name asked for in a TLS handshake
 * @param buffered read the whole body before connecting ({@code request_buffering})
 * @param responseBuffered whether small parts of an answer may wait for more ({@code response_buffering})
 * @param trailersWanted whether the client said {@code TE: trailers}
 */
public record UpstreamCall(
        Service service,
        String method,
        String target,
        Headers headers,
        String serverName,
        RequestBody body,
        boolean buffered,
        boolean responseBuffered,
        boolean trailersWanted) {}
