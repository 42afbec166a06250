package io.sluice;

/** The entry of the program. */
public final class Main {

    private Main() {}

    static void main(String[] args) {
        System.out.println("sluice");
    }
}
