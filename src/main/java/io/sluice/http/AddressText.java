package io.sluice.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses as nginx writes them: IPv6 shortened (RFC 5952) and without its zone. */
public final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    public static String of(InetAddress address) {
        return address instanceof Inet6Address six ? shortened(six.getAddress()) : address.getHostAddress();
    }

    private static String shortened(byte[] bytes) {
        int start = longestZeros(bytes);
        int end = start + zeros(bytes, start);
        if (end - start < 2) {
            end = start = GROUPS;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i = end - 1;
            } else {
                if (i > 0 && i != end) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(bytes, i)));
            }
        }
        return text.toString();
    }

    /** Where the longest run of zero groups begins, the first of equal ones. */
    private static int longestZeros(byte[] bytes) {
        int best = 0;
        for (int i = 1; i < GROUPS; i++) {
            if (zeros(bytes, i) > zeros(bytes, best)) {
                best = i;
            }
        }
        return best;
    }

    private static int zeros(byte[] bytes, int from) {
        int end = from;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(byte[] bytes, int i) {
        return (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
}
