package io.sluice.router;

/** A candidate's place in the order of its flavor, and what earned it. */
sealed interface Rank permits Priority, Weight {

    /**
     * Why this one goes before {@code other}, for people: {@code it has a plain host}.
     *
     * @param other of the same flavor, lower or equal
     */
    String advantageOver(Rank other);

    /** Whether nothing but an id or the order of the file decides between the two. */
    boolean ties(Rank other);
}
