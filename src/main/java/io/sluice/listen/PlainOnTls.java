package io.sluice.listen;

import io.sluice.api.Reply;
import io.sluice.api.Version;
import io.sluice.http.DateHeader;
import io.sluice.wire.HeadBytes;
import io.sluice.wire.Page;
import java.io.ByteArrayOutputStream;

/** What a client gets that speaks plain HTTP to a TLS listener: a page, as from nginx, whatever it would accept. */
final class PlainOnTls {

    private PlainOnTls() {}

    static byte[] answer(DateHeader date) {
        Reply page = Page.of(400, "This port speaks HTTPS: use https:// here.");
        page.headers()
                .set("Server", Version.PRODUCT)
                .set("Date", date.now())
                .set("Content-Length", Integer.toString(page.body().length))
                .set("Connection", "close");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(HeadBytes.of(page.status(), null, page.headers()));
        answer.writeBytes(page.body());
        return answer.toByteArray();
    }
}
