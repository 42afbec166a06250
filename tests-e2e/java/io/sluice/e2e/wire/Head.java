package io.sluice.e2e.wire;

/** A start line and the header lines below it. */
public record Head(String startLine, Fields fields) {

    /** The status of a response; 0 if the start line is not a response's. */
    public int status() {
        String[] words = startLine.split(" ", 3);
        return words.length > 1 && words[0].startsWith("HTTP/1.") && words[1].matches("\\d{3}")
                ? Integer.parseInt(words[1])
                : 0;
    }

    public String reason() {
        String[] words = startLine.split(" ", 3);
        return words.length > 2 ? words[2] : "";
    }

    public String method() {
        return startLine.split(" ", 2)[0];
    }

    /** The request target, exactly. */
    public String target() {
        String[] words = startLine.split(" ");
        return words.length > 1 ? words[1] : "";
    }
}
