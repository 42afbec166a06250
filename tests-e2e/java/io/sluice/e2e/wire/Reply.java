package io.sluice.e2e.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * All that a client saw of the answer to one request.
 *
 * @param interim the 1xx answers before it
 * @param head null if what came is not HTTP, or nothing came
 * @param bytes the body; where there is no head, everything that came
 * @param firstByte until the first byte of the body, or the end where there was none
 * @param elapsed until the end
 */
public record Reply(List<Head> interim, Head head, byte[] bytes, Body body, Duration firstByte, Duration elapsed) {

    public int status() {
        return head == null ? 0 : head.status();
    }

    public Fields fields() {
        return head == null ? Fields.NONE : head.fields();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String shown = bytes.length > 4000 ? text().substring(0, 2000) + "... (" + bytes.length + " bytes)" : text();
        return (head == null ? "(no status line)" : head.startLine() + "\n" + head.fields()) + "\n\n" + shown
                + (body.whole() ? "" : "\n(" + body.fault() + ")") + "\n(" + elapsed.toMillis() + " ms)";
    }
}
