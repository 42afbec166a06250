package io.sluice.wire;

import io.sluice.api.Headers;
import io.sluice.api.Reply;
import java.nio.charset.StandardCharsets;

/** What nginx answers past Kong's error bodies, whatever a client would accept: a page in HTML. */
public final class Page {

    private Page() {}

    /** {@code sentence} is for people, and holds no markup. */
    public static Reply of(int status, String sentence) {
        String title = status + " " + HeadBytes.usualReason(status);
        String page = """
                <!doctype html>
                <html>
                  <head>
                    <title>%s</title>
                  </head>
                  <body>
                    <h1>%s</h1>
                    <p>%s</p>
                  </body>
                </html>
                """.formatted(title, title, sentence);
        return new Reply(
                status, Headers.of("Content-Type", "text/html; charset=UTF-8"), page.getBytes(StandardCharsets.UTF_8));
    }
}
