package io.sluice.problem;

/**
 * A place in a text.
 *
 * @param file as the user named it
 * @param line from 1; 0 if the place is the whole file
 * @param column from 1, in characters; 0 if unknown
 */
public record Place(String file, int line, int column) {

    /** The file as a whole. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
