package io.sluice.kafka.security;

/** Access to a cluster was denied: to nobody's surprise it will be again, until somebody changes something. Holds no secret. */
public final class Denied extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String advice;

    /**
     * @param error Kafka's name of it, for clients: no host, no user
     * @param reason what was said, for the log
     * @param advice what to do next
     */
    public Denied(String error, String reason, String advice) {
        super(reason);
        this.error = error;
        this.advice = advice;
    }

    public String error() {
        return error;
    }

    /** Whether nobody was denied anything: who answers is no broker. */
    public boolean isStranger() {
        return error.equals(Strangers.ERROR);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public String advice() {
        return advice;
    }
}
