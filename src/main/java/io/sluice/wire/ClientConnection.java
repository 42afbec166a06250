package io.sluice.wire;

import io.sluice.api.RequestBody;
import io.sluice.http.RequestHead;

/** The connection that HTTP is spoken on, as those who speak see it. */
public interface ClientConnection {

    Seat seat();

    /** A request that came in here; {@code sequence} counts from 1. */
    LiveRequest request(String id, RequestHead head, RequestBody body, int sequence);

    /** Nothing more will be written: the client sees the end, and may still be read. */
    void endOutput();

    /** Closes at once, so that the client sees that something went wrong. */
    void reset();

    void close();
}
