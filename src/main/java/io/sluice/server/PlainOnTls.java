package io.sluice.server;

import io.sluice.api.Headers;
import io.sluice.api.Version;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a client gets that speaks plain HTTP to a TLS listener: a page, as from nginx, whatever it would accept. */
final class PlainOnTls {

    private static final String PAGE = """
            <!doctype html>
            <html>
              <head>
                <title>400 Bad Request</title>
              </head>
              <body>
                <h1>400 Bad Request</h1>
                <p>This port speaks HTTPS: use https:// here.</p>
              </body>
            </html>
            """;

    private PlainOnTls() {}

    static byte[] answer(DateHeader date) {
        byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.of(
                "Server",
                Version.PRODUCT,
                "Date",
                date.now(),
                "Content-Type",
                "text/html; charset=utf-8",
                "Content-Length",
                Integer.toString(page.length),
                "Connection",
                "close");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(HeadBytes.of(400, null, headers));
        answer.writeBytes(page);
        return answer.toByteArray();
    }
}
