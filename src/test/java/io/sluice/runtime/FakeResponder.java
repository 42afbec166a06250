package io.sluice.runtime;

import io.sluice.api.Headers;
import io.sluice.api.Responder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps the answer. */
final class FakeResponder implements Responder {

    int status;
    Headers headers = new Headers();
    private byte[] body = new byte[0];

    @Override
    public Written respond(int code, Headers fields, byte[] bytes) {
        status = code;
        headers = fields;
        body = bytes;
        return new Written(0, bytes.length, bytes.length);
    }

    @Override
    public Written respond(int code, @Nullable String reason, Headers fields, Streamed streamed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        streamed.writeTo(out);
        return respond(code, fields, out.toByteArray());
    }

    @Override
    public Watch onClientGone(Runnable action) {
        return () -> {};
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
