package io.sluice.http;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.IpRanges;
import io.sluice.settings.ClientAddressSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is from, by nginx's real-ip rules: the peer, unless it is trusted and names somebody else.
 *
 * @param address IPv4, or IPv6 without brackets
 * @param port 0 where a header named the address alone
 */
public record ClientAddress(String address, int port) {

    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]+)]|([^:]+))(?::(\\d{1,5}))?");
    private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");

    /** {@code proxied} is what the PROXY header said, or null. */
    public static ClientAddress of(
            ConnectionInfo connection,
            @Nullable ClientAddress proxied,
            Headers headers,
            ClientAddressSettings settings) {
        ClientAddress peer = new ClientAddress(connection.peerAddress(), connection.peerPort());
        if (!connection.peerTrusted()) {
            return peer;
        }
        if (settings.header().equalsIgnoreCase(ClientAddressSettings.PROXY_PROTOCOL)) {
            return proxied == null ? peer : proxied;
        }
        boolean isList = settings.header().equalsIgnoreCase("X-Forwarded-For");
        List<String> values = headers.all(settings.header());
        String named = isList ? String.join(",", values) : values.isEmpty() ? "" : values.getFirst();
        return lastOf(named, peer, settings);
    }

    /** Goes back through a list for as long as the one who named the next address is trusted. */
    private static ClientAddress lastOf(String list, ClientAddress peer, ClientAddressSettings settings) {
        List<String> names = Arrays.asList(SEPARATOR.split(list.strip(), 0)).reversed();
        ClientAddress client = peer;
        for (String name : names) {
            Optional<ClientAddress> named = parse(name);
            if (named.isEmpty()) {
                return client;
            }
            client = named.get();
            if (!settings.recursive() || !settings.trusted().contains(client.address)) {
                return client;
            }
        }
        return client;
    }

    private static Optional<ClientAddress> parse(String text) {
        if (IpRanges.isAddress(text)) {
            return Optional.of(new ClientAddress(text, 0));
        }
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String address = parts.group(1) == null ? parts.group(2) : parts.group(1);
        int port = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        boolean good = IpRanges.isAddress(address) && port <= 65_535;
        return good ? Optional.of(new ClientAddress(address, port)) : Optional.empty();
    }
}
