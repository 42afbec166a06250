package io.sluice.server;

/** Who is asked before memory is taken for a request; it is given back with the request's end. */
@FunctionalInterface
interface Memory {

    /** Of what needs none. */
    Memory PLENTY = _ -> true;

    /** Whether so many more bytes may be kept. */
    boolean take(int more);
}
