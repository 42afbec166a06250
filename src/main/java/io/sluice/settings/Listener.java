package io.sluice.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a {@code *_listen} setting.
 *
 * @param address IPv4, IPv6 without brackets, or a name
 * @param port 1..65535, or 0 for any free one
 * @param backlog connections that may wait to be accepted
 */
public record Listener(String address, int port, int backlog) {

    private static final int BACKLOG = 16_384;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:]+):(\\d{1,5})");
    private static final Set<String> WITHOUT_EFFECT = Set.of("deferred", "bind", "reuseport");
    private static final Set<String> NOT_HOSTED = Set.of("ssl", "http2", "proxy_protocol");
    private static final Pattern TUNING = Pattern.compile("so_keepalive=(on|off|\\w*:\\w*:\\d*)|ipv6only=(on|off)");

    /** An entry that cannot be honoured. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
        }
    }

    /** Reads a whole setting; {@code off} as the first entry means none. */
    static List<Listener> parse(String key, String value) throws Bad {
        List<Listener> listeners = new ArrayList<>();
        for (String entry : value.split(",", -1)) {
            String[] words = entry.strip().split("\\s+");
            if (listeners.isEmpty() && words[0].equals("off")) {
                return List.of();
            }
            listeners.add(entry(key, words));
        }
        return listeners;
    }

    private static Listener entry(String key, String[] words) throws Bad {
        Matcher address = ADDRESS.matcher(words[0]);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw malformed(key);
        }
        int backlog = BACKLOG;
        for (int i = 1; i < words.length; i++) {
            String flag = words[i];
            if (NOT_HOSTED.contains(flag)) {
                throw new Bad("listeners with '" + flag + "' are not hosted by this version");
            }
            if (flag.startsWith("backlog=") && flag.substring(8).matches("\\d{1,6}")) {
                backlog = Integer.parseInt(flag.substring(8));
            } else if (!WITHOUT_EFFECT.contains(flag) && !TUNING.matcher(flag).matches()) {
                throw malformed(key);
            }
        }
        String host = address.group(1).replace("[", "").replace("]", "");
        return new Listener(host, Integer.parseInt(address.group(2)), backlog);
    }

    private static Bad malformed(String key) {
        return new Bad(
                key + " must be of form: [off] | <ip>:<port> [backlog=N] [deferred] [reuseport] [so_keepalive=on|off]"
                        + " [, ... next entry ...]");
    }

    @Override
    public String toString() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
