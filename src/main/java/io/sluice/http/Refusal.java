package io.sluice.http;

/** Why a request is answered before any handler sees it. The status is nginx's; 494 goes out as 400. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private transient RequestHead seen = RequestHead.unread("", "1.1");

    public Refusal(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** What was understood before it, and without a body: its headers may say what form the answer should have. */
    public RequestHead seen() {
        return seen;
    }

    public Refusal after(RequestHead head) {
        seen = head;
        return this;
    }
}
