package io.sluice.e2e.upstream;

import io.sluice.e2e.wire.Body;
import io.sluice.e2e.wire.Fields;
import io.sluice.e2e.wire.Head;
import java.nio.charset.StandardCharsets;

/**
 * A complete request as an upstream server got it.
 *
 * @param connection the number of the connection it came on, from 1
 * @param bytes the body without its framing
 */
public record Recorded(int connection, Head head, byte[] bytes, Body body) {

    public String method() {
        return head.method();
    }

    public String target() {
        return head.target();
    }

    public Fields fields() {
        return head.fields();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return head.startLine() + "\n" + head.fields() + "\n\n" + text();
    }
}
