package io.sluice.kafka.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Who may be answering, by the four bytes that should have been the length of a frame. */
final class Strangers {

    /** What clients hear, with {@code return_error_message}. */
    static final String ERROR = "NotKafka";

    private static final String ADVICE =
            "see that bootstrap_servers, and the brokers' advertised.listeners, name ports of Kafka listeners";

    private static final int HTTP = 0x48545450;
    private static final Pattern WORD = Pattern.compile("[-+*A-Za-z0-9 ]{3,4}");

    /** Alert or handshake, then the version's first byte. */
    private static final int TLS_ALERT = 0x1503;

    private static final int TLS_HANDSHAKE = 0x1603;

    private Strangers() {}

    static Denied named(String address, int length) {
        if (length >>> 16 == TLS_ALERT || length >>> 16 == TLS_HANDSHAKE) {
            return new Denied(
                    "SslAuthentication",
                    "the listener speaks TLS",
                    "set security.ssl: true, or use the port of a listener without TLS");
        }
        return notKafka(address, length == HTTP ? "it answers HTTP" : "it answers " + described(length));
    }

    static Denied tooMany(String address, int length) {
        return notKafka(
                address, "it announces " + length + " bytes, as others do, and so much memory is not left for answers");
    }

    private static Denied notKafka(String address, String why) {
        return new Denied(ERROR, address + ": this is not a Kafka listener, " + why, ADVICE);
    }

    private static String described(int length) {
        String text = new String(ByteBuffer.allocate(4).putInt(length).array(), StandardCharsets.ISO_8859_1);
        return WORD.matcher(text).matches()
                ? "a text that begins with \"" + text + "\""
                : "something else: its frame would be of " + length + " bytes";
    }
}
