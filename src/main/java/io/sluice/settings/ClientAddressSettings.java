package io.sluice.settings;

import io.sluice.api.IpRanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who the client is, and what ports it sees.
 *
 * @param trusted {@code trusted_ips}: the peers whose word is believed about the client and about X-Forwarded-*
 * @param header {@code real_ip_header}: where a trusted peer names the client, {@code proxy_protocol} for the PROXY header
 * @param recursive {@code real_ip_recursive}: of a list the last address that is not trusted, else the last one
 * @param outsidePorts {@code port_maps}: from a listener's port to the port that clients see
 */
public record ClientAddressSettings(
        IpRanges trusted, String header, boolean recursive, Map<Integer, Integer> outsidePorts) {

    private static final Pattern PORT_MAP = Pattern.compile("(\\d{1,5}):(\\d{1,5})");

    public static final String PROXY_PROTOCOL = "proxy_protocol";

    /** Nobody is trusted. */
    public static final ClientAddressSettings DEFAULT =
            new ClientAddressSettings(new IpRanges(List.of()), "X-Real-IP", false, Map.of());

    static ClientAddressSettings read(SettingValues values) {
        return new ClientAddressSettings(
                trusted(values),
                values.text(values.directive("real_ip_header"), DEFAULT.header),
                values.flag(values.directive("real_ip_recursive"), DEFAULT.recursive),
                outsidePorts(values));
    }

    /** {@code unix:} stands for peers on Unix sockets, of which there are none here. */
    private static IpRanges trusted(SettingValues values) {
        List<String> entries = values.list("trusted_ips", "").stream()
                .filter(entry -> !entry.equals("unix:"))
                .toList();
        try {
            return new IpRanges(entries);
        } catch (IllegalArgumentException e) {
            values.bad(
                    "trusted_ips",
                    "trusted_ips must be a comma separated list in the form of IPv4 or IPv6 address or CIDR block or"
                            + " 'unix:', got '" + e.getMessage() + "'");
            return DEFAULT.trusted;
        }
    }

    /** Written {@code outside:inside}. */
    private static Map<Integer, Integer> outsidePorts(SettingValues values) {
        Map<Integer, Integer> outside = new TreeMap<>();
        for (String entry : values.list("port_maps", "")) {
            Matcher ports = PORT_MAP.matcher(entry);
            if (ports.matches() && isPort(ports.group(1)) && isPort(ports.group(2))) {
                outside.put(Integer.parseInt(ports.group(2)), Integer.parseInt(ports.group(1)));
            } else {
                values.bad("port_maps", "invalid port mapping (`port_maps`): " + entry);
            }
        }
        return Map.copyOf(outside);
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65_535;
    }
}
