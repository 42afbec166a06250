package io.sluice.http;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.settings.ClientAddressSettings;
import org.jspecify.annotations.Nullable;

/** The judgement of the HTTP edge on a request that never came in: for who asks what would become of it. Immutable. */
public final class Edge {

    private final ClientAddressSettings clients;

    public Edge(ClientAddressSettings clients) {
        this.clients = clients;
    }

    /** Let in, or refused before any handler sees it. */
    public sealed interface Judgement {}

    /**
     * Let in.
     *
     * @param target path and query as handlers see them
     * @param host of an absolute target, else what was given
     * @param headers without those that are dropped
     * @param clientAddress after {@code trusted_ips} and {@code real_ip_header}
     */
    public record Admitted(String target, String host, Headers headers, String clientAddress, int clientPort)
            implements Judgement {}

    /** Refused, with the status the client sees. */
    public record Refused(int status, String reason) implements Judgement {}

    /** Whether a peer is one of {@code trusted_ips}. */
    public boolean trusts(String peer) {
        return clients.trusted().contains(peer);
    }

    /** The port that clients see for a listener's: {@code port_maps}. */
    public int outsidePort(int listenerPort) {
        return clients.outsidePorts().getOrDefault(listenerPort, listenerPort);
    }

    /**
     * Judges a request.
     *
     * @param target raw: a path with its query, or absolute; bytes as ISO-8859-1 characters
     * @param host null for a request without Host
     */
    public Judgement judge(
            String method, String target, @Nullable String host, Headers headers, ConnectionInfo connection) {
        try {
            HeadRules.checkMethod(method);
            Target.Parts parts = Target.parse(target);
            Headers kept = new Headers();
            for (int i = 0; i < headers.size(); i++) {
                HeadRules.addField(kept, headers.name(i), headers.value(i), true);
            }
            String named = parts.host() == null ? host : parts.host();
            if (named != null) {
                HeadRules.checkHost(named);
            }
            HeadRules.checkAnswered(method);
            ClientAddress client = ClientAddress.of(connection, null, kept, clients);
            return new Admitted(
                    parts.pathAndQuery(), named == null ? "" : named, kept, client.address(), client.port());
        } catch (Refusal e) {
            return new Refused(e.status() == 494 ? 400 : e.status(), String.valueOf(e.getMessage()));
        }
    }
}
