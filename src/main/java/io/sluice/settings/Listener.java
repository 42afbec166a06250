package io.sluice.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a {@code *_listen} setting. {@code deferred}, {@code bind} and {@code reuseport} are read and have no effect.
 *
 * @param address IPv4, IPv6 without brackets, or a name
 * @param port 1..65535, or 0 for any free one
 * @param ssl TLS is spoken
 * @param http2 HTTP/2 is offered in handshakes; in the clear it is then spoken on all entries of the setting, as in Kong
 * @param proxyProtocol every connection must begin with a PROXY header
 * @param backlog connections that may wait to be accepted
 * @param soKeepalive TCP keep-alive
 * @param ipv6Only of {@code [::]}: IPv4 is not served beside it
 */
public record Listener(
        String address,
        int port,
        boolean ssl,
        boolean http2,
        boolean proxyProtocol,
        int backlog,
        SoKeepalive soKeepalive,
        boolean ipv6Only) {

    private static final int BACKLOG = 16_384;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:\\[\\]]+):(\\d{1,5})");
    private static final Pattern WITH_VALUE =
            Pattern.compile("(?<key>backlog|ipv6only|so_keepalive)=(?<value>[A-Za-z0-9]*(?::[A-Za-z0-9]*:[0-9]*)?)");

    /** An entry that cannot be honoured. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
        }
    }

    /** A plain listener without flags. */
    public static Listener of(String address, int port) {
        return new Listener(address, port, false, false, false, BACKLOG, SoKeepalive.OFF, true);
    }

    /** Reads a whole setting; {@code off} as the first entry means none. */
    static List<Listener> parse(String key, String value) throws Bad {
        List<String> entries = SettingValues.list(value);
        if (entries.isEmpty()) {
            throw malformed(key);
        }
        if (entries.getFirst().equals("off")) {
            return List.of();
        }
        List<Listener> listeners = new ArrayList<>();
        for (String entry : entries) {
            listeners.add(new Flags(key).read(entry));
        }
        return List.copyOf(listeners);
    }

    /** What has been read of an entry. */
    private static final class Flags {
        private final String key;
        private String address = "";
        private boolean ssl;
        private boolean http2;
        private boolean proxyProtocol;
        private int backlog = BACKLOG;
        private SoKeepalive soKeepalive = SoKeepalive.OFF;
        private boolean ipv6Only = true;

        Flags(String key) {
            this.key = key;
        }

        Listener read(String entry) throws Bad {
            for (String word : entry.split("\\s+", -1)) {
                switch (word) {
                    case "ssl" -> ssl = true;
                    case "http2" -> http2 = true;
                    case "proxy_protocol" -> proxyProtocol = true;
                    case "deferred", "bind", "reuseport" -> {}
                    default -> other(word);
                }
            }
            Matcher parts = ADDRESS.matcher(address);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
                throw malformed(key);
            }
            String host = parts.group(1).replace("[", "").replace("]", "");
            int port = Integer.parseInt(parts.group(2));
            return new Listener(host, port, ssl, http2, proxyProtocol, backlog, soKeepalive, ipv6Only);
        }

        private void other(String word) throws Bad {
            Matcher flag = WITH_VALUE.matcher(word);
            if (flag.matches()) {
                withValue(flag.group("key"), flag.group("value"));
            } else if (address.isEmpty()) {
                address = word;
            } else {
                throw malformed(key);
            }
        }

        private void withValue(String flag, String value) throws Bad {
            boolean onOrOff = value.equals("on") || value.equals("off");
            if (flag.equals("backlog") && value.matches("\\d{1,9}")) {
                backlog = Integer.parseInt(value);
            } else if (flag.equals("ipv6only") && onOrOff) {
                ipv6Only = value.equals("on");
            } else if (flag.equals("so_keepalive") && (onOrOff || value.indexOf(':') >= 0)) {
                soKeepalive = SoKeepalive.parse(value).orElseThrow(() -> malformed(key));
            } else {
                throw malformed(key);
            }
        }
    }

    private static Bad malformed(String key) {
        return new Bad(key + " must be of form: [off] | <ip>:<port> [ssl] [http2] [proxy_protocol] [deferred] [bind]"
                + " [reuseport] [backlog=%d+] [ipv6only=on] [ipv6only=off] [so_keepalive=on] [so_keepalive=off]"
                + " [so_keepalive=%w*:%w*:%d*], [... next entry ...]");
    }

    /** The same with the port that was bound, for one that had asked for any. */
    public Listener at(int bound) {
        return new Listener(address, bound, ssl, http2, proxyProtocol, backlog, soKeepalive, ipv6Only);
    }

    /** Where it listens, {@code [::1]:8000}. */
    @Override
    public String toString() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
