package io.sluice.e2e.upstream;

import java.io.IOException;

/** What an upstream server does once a whole request has come. */
public interface Behaviour {

    void answer(Recorded request, Peer peer) throws IOException, InterruptedException;
}
