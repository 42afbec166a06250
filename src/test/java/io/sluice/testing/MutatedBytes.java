package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages bytes: some are changed, left out, doubled, or replaced by what parsers stumble over. The same number, the same bytes. */
public final class MutatedBytes {

    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final List<String> STUMBLING = List.of(
            "\r",
            "\n",
            "\r\n",
            "\r\n\r\n",
            "\0",
            ":",
            ";",
            " ",
            "\t",
            ",",
            "%00",
            "%2f",
            "%",
            "..",
            "/../",
            "\u00ff",
            "-",
            "+",
            "0x",
            "0",
            "ffffffffffffffff",
            "99999999999999999999",
            "Content-Length: 5\r\n",
            "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Host: other\r\n",
            "Expect: 100-continue\r\n",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/2.0",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "--b\r\n",
            "--b--\r\n",
            "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n");

    private MutatedBytes() {}

    /** How many to try: {@code fuzz.mutations}, else {@code usual}. */
    public static int count(int usual) {
        return Integer.getInteger("fuzz.mutations", usual);
    }

    /** The one of that number. */
    public static byte[] of(List<byte[]> seeds, int number) {
        Random random = new Random(SEED * 1_000_003 + number);
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int times = random.nextInt(4); times >= 0; times--) {
            bytes = damaged(bytes, seeds, random);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] bytes, List<byte[]> seeds, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(1, 12));
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        return switch (random.nextInt(7)) {
            case 0 -> spliced(bytes, at, length, new byte[0]);
            case 1 -> spliced(bytes, at, 0, part(bytes, at, length));
            case 2 -> spliced(bytes, at, random.nextInt(2) * length, stumbling(random));
            case 3 -> spliced(bytes, at, Math.min(1, length), new byte[] {(byte) random.nextInt(256)});
            case 4 -> part(bytes, 0, at);
            case 5 ->
                spliced(
                        bytes,
                        at,
                        bytes.length - at,
                        part(other, Math.min(at, other.length), other.length - Math.min(at, other.length)));
            default -> spliced(bytes, at, 0, other);
        };
    }

    private static byte[] stumbling(Random random) {
        return STUMBLING.get(random.nextInt(STUMBLING.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] part(byte[] bytes, int from, int length) {
        return java.util.Arrays.copyOfRange(bytes, from, from + length);
    }

    private static byte[] spliced(byte[] bytes, int at, int left, byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(in);
        out.write(bytes, at + left, bytes.length - at - left);
        return out.toByteArray();
    }

    /** What to say of a failure. */
    public static String shown(int number, byte[] bytes) {
        return "mutation " + number + " of seed " + SEED + ": "
                + new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("\r", "\\r")
                        .replace("\n", "\\n\n")
                        .replace("\0", "\\0");
    }
}
