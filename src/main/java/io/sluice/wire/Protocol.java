package io.sluice.wire;

/** What is spoken on a connection. */
public interface Protocol {

    /** Answers requests until the connection is over; the caller closes it. */
    void serve();

    /** Ends {@link #serve} as soon as what is being answered is answered. Called by another thread. */
    void finish();
}
