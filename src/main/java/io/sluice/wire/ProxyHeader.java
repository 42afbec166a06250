package io.sluice.wire;

import io.sluice.api.IpRanges;
import io.sluice.http.AddressText;
import io.sluice.http.ClientAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads the header that a proxy puts before everything else (PROXY protocol, versions 1 and 2), and not a byte more. */
public final class ProxyHeader {

    private static final byte[] SECOND = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    /** Of a version 1 line, its end included. */
    private static final int LONGEST_LINE = 107;
    /** Of a version 2 header behind its first 16 bytes: nginx takes no more either. */
    private static final int LONGEST_REST = 4096 - 16;

    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private ProxyHeader() {}

    /**
     * Who the proxy speaks for; null if it does not tell, as for its own health checks.
     *
     * @throws IOException if there is no well-formed header
     */
    public static @Nullable ClientAddress read(InputStream in) throws IOException {
        byte[] start = exactly(in, SECOND.length);
        if (Arrays.equals(start, SECOND)) {
            return second(in);
        }
        StringBuilder line = new StringBuilder(new String(start, StandardCharsets.ISO_8859_1));
        while (line.indexOf("\n") < 0) {
            if (line.length() == LONGEST_LINE) {
                throw malformed();
            }
            line.append((char) (exactly(in, 1)[0] & 0xff));
        }
        return first(line.toString());
    }

    private static @Nullable ClientAddress first(String line) throws IOException {
        if (!line.startsWith("PROXY ") || !line.endsWith("\r\n")) {
            throw malformed();
        }
        String[] words = line.substring(0, line.length() - 2).split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return null;
        }
        boolean six = words[1].equals("TCP6");
        if (words.length != 6
                || !(six || words[1].equals("TCP4"))
                || !isAddress(words[2], six)
                || !isAddress(words[3], six)
                || !isPort(words[5])
                || !isPort(words[4])) {
            throw malformed();
        }
        return new ClientAddress(words[2], Integer.parseInt(words[4]));
    }

    private static boolean isAddress(String word, boolean six) {
        return IpRanges.isAddress(word) && word.indexOf(':') >= 0 == six;
    }

    private static boolean isPort(String word) {
        return word.matches("\\d{1,5}") && Integer.parseInt(word) <= 65_535;
    }

    private static @Nullable ClientAddress second(InputStream in) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(exactly(in, 4));
        int versionAndCommand = head.get();
        int family = head.get();
        int length = head.getShort() & 0xffff;
        if (versionAndCommand >> 4 != 2 || length > LONGEST_REST) {
            throw malformed();
        }
        byte[] rest = exactly(in, length);
        boolean local = (versionAndCommand & 15) == 0;
        int size = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
        if (local || size == 0) {
            return null;
        }
        if (length < 2 * size + 4) {
            throw malformed();
        }
        InetAddress source = InetAddress.getByAddress(Arrays.copyOf(rest, size));
        int port = ByteBuffer.wrap(rest).getShort(2 * size) & 0xffff;
        return new ClientAddress(AddressText.of(source), port);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside its PROXY header");
        }
        return bytes;
    }

    private static IOException malformed() {
        return new IOException("the connection does not begin with a PROXY header");
    }
}
