package io.sluice.explain;

import io.sluice.api.ConnectionInfo;
import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.RequestBody;
import io.sluice.http.Edge;

/** A request that was let in, as handlers see it. */
record AskedRequest(String method, Edge.Admitted head, ConnectionInfo connection, RequestBody body) implements Request {

    /** Any will do: it is nobody's. */
    private static final String ID = "00000000000000000000000000000000";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public String httpVersion() {
        return "1.1";
    }

    @Override
    public String host() {
        return head.host();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public String clientAddress() {
        return head.clientAddress();
    }

    @Override
    public int clientPort() {
        return head.clientPort();
    }

    @Override
    public int sequence() {
        return 1;
    }
}
