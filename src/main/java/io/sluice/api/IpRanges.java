package io.sluice.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A set of IP addresses, given as single ones and CIDR blocks. IPv4 and IPv6 are kept apart, as nginx does: {@code ::/0} holds no
 * IPv4 address; an IPv4-mapped address ({@code ::ffff:10.0.0.1}) counts as the IPv4 one. Immutable.
 */
public final class IpRanges {

    /** Four numbers without leading zeros: readers disagree about shorter and octal forms. */
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})(?:\\.(?!$)|$)){4}");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");
    private static final int IPV4_BITS = 32;
    private static final int MAPPED_BITS = 96;

    private final List<Range> ranges;

    /**
     * Reads addresses and blocks ({@code 10.0.0.0/8}, {@code fe80::/10}); bits behind the prefix are ignored.
     *
     * @throws IllegalArgumentException if an entry is neither; the message is that entry alone
     */
    public IpRanges(List<String> entries) {
        ranges = entries.stream().map(Range::parse).toList();
    }

    /** Whether {@code address}, an IPv4 or IPv6 literal, is one of them; false for any other text. A zone is not looked at. */
    public boolean contains(String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        int zone = address.indexOf('%');
        Optional<byte[]> bytes = bytes(zone < 0 ? address : address.substring(0, zone));
        return bytes.isPresent() && ranges.stream().anyMatch(range -> range.contains(bytes.get()));
    }

    /** Whether {@code text} is an IPv4 or IPv6 address, without brackets or zone. */
    public static boolean isAddress(String text) {
        return bytes(text).isPresent();
    }

    /** 4 bytes, or 16; an IPv4-mapped address has 4. */
    private static Optional<byte[]> bytes(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The addresses whose first {@code bits} bits are those of {@code network}. */
    private record Range(byte[] network, int bits) {

        static Range parse(String entry) {
            int slash = entry.indexOf('/');
            String address = slash < 0 ? entry : entry.substring(0, slash);
            byte[] network = IpRanges.bytes(address).orElseThrow(() -> new IllegalArgumentException(entry));
            int most = network.length * Byte.SIZE;
            if (slash < 0) {
                return new Range(network, most);
            }
            String written = entry.substring(slash + 1);
            int bits = BITS.matcher(written).matches() ? Integer.parseInt(written) : Integer.MAX_VALUE;
            boolean mapped = most == IPV4_BITS && address.indexOf(':') >= 0;
            int counted = mapped ? bits - MAPPED_BITS : bits;
            if (counted < 0 || counted > most) {
                throw new IllegalArgumentException(entry);
            }
            return new Range(network, counted);
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int i = 0, left = bits; left > 0; i++, left -= Byte.SIZE) {
                int ignored = Math.max(0, Byte.SIZE - left);
                if ((address[i] & 0xff) >> ignored != (network[i] & 0xff) >> ignored) {
                    return false;
                }
            }
            return true;
        }
    }
}
