package io.sluice.explain;

/** Prints explanations, one after the other. */
public interface Report {

    void print(Explanation explanation);

    /** A line that is no request: it takes its place among the answers. */
    void unreadable(int line, String reason);
}
