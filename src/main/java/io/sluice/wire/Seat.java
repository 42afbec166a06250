package io.sluice.wire;

import org.jspecify.annotations.Nullable;

/** The place that a connection was given. */
public interface Seat {

    /** A place for a request on it; null if there is none now. */
    @Nullable
    Ticket request();

    /** The place of a request, and who is asked for what is kept for it. */
    interface Ticket extends Memory {

        /** The request is over, and nothing is kept for it. To be called once. */
        void leave();
    }
}
