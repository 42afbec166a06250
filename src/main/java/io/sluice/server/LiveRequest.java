package io.sluice.server;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A request as handlers see it. */
record LiveRequest(String id, RequestHead head, Body live, String clientAddress, int clientPort, int listenerPort)
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
    public String rawPath() {
        int query = target().indexOf('?');
        return query < 0 ? target() : target().substring(0, query);
    }

    @Override
    public @Nullable String rawQuery() {
        int query = target().indexOf('?');
        return query < 0 ? null : target().substring(query + 1);
    }

    @Override
    public String scheme() {
        return "http";
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

    @Override
    public RequestBody body() {
        return live;
    }

    @Override
    public @Nullable String sni() {
        return null;
    }
}
