package io.sluice.upstream;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/** What a TLS client may ask a server for (RFC 6066 3). */
final class ServerNames {

    private ServerNames() {}

    /** The name itself; nothing for an IP address or for what is no DNS name. */
    static List<SNIServerName> of(String host) {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        if (address || host.isEmpty()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }
}
