package io.sluice.api.produce;

import java.util.Collection;

/** A lease on a producer. Safe for concurrent use. */
public interface Producing extends AutoCloseable {

    /**
     * Sends the message to all of its topics and waits as the specification says: for the acknowledgement of every topic, or
     * until it is buffered for every topic. Never throws, and never blocks beyond the delivery time of decision D8 plus one
     * second; a full buffer is reported at once.
     */
    Delivery send(RecordTemplate message);

    /**
     * Says that these topics will be sent to, so that they are looked up now, in the background, and a missing one is known
     * before the first request.
     */
    void announce(Collection<String> topics);

    /** Gives the lease back. Records that were buffered are still delivered. */
    @Override
    void close();
}
