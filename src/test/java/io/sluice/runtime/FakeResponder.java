package io.sluice.runtime;

import io.sluice.api.Completion;
import io.sluice.api.Headers;
import io.sluice.api.Responder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Keeps the answer. */
final class FakeResponder implements Responder {

    int status;
    Headers headers = new Headers();
    private byte[] body = new byte[0];

    @Override
    public Completion respond(int code, Headers fields, byte[] bytes) {
        status = code;
        headers = fields;
        body = bytes;
        return new Completion(Instant.now(), code, fields, 0, bytes.length, 1);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
