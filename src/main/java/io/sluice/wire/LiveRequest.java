package io.sluice.wire;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.http.RequestHead;
import java.util.concurrent.ThreadLocalRandom;

/** A request as handlers see it. */
public record LiveRequest(
        String id,
        RequestHead head,
        RequestBody body,
        ConnectionInfo connection,
        String clientAddress,
        int clientPort,
        int sequence)
        implements Request {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** Unique, not secret. */
    static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] digits = new char[32];
        hex(random.nextLong(), digits, 0);
        hex(random.nextLong(), digits, 16);
        return new String(digits);
    }

    private static void hex(long value, char[] digits, int at) {
        for (int i = 0; i < 16; i++) {
            digits[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public String httpVersion() {
        return head.version();
    }

    @Override
    public String host() {
        return head.host();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }
}
