package io.sluice.wire;

/** Who is asked before memory is taken for a request; it is given back with the request's end. */
@FunctionalInterface
public interface Memory {

    /** Of what a request keeps, so much is in the price of the request: small bodies are let in while large ones are not. In bytes. */
    int FREE = 16 * 1024;

    /** Of what needs none. */
    Memory PLENTY = _ -> true;

    /** Whether so many more bytes may be kept. */
    boolean take(int more);
}
