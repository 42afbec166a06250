package io.sluice.api;

/** Status and headers of the answer on its way out; may be changed in the header filter phase. */
public interface ResponseHead {

    int status();

    void status(int status);

    Headers headers();
}
