package io.sluice.e2e.wire;

import java.io.IOException;

/** A message that breaks the rules of HTTP/1.1, or ends before its end. */
public final class Broken extends IOException {

    private static final long serialVersionUID = 1L;

    public Broken(String how) {
        super(how);
    }
}
