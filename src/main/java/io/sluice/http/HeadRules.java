package io.sluice.http;

import io.sluice.api.Headers;
import java.util.List;

/** What a method, a header or a host must be, in every version of HTTP: nginx's rules. */
public final class HeadRules {

    private HeadRules() {}

    /** Upper-case letters, dash and underscore; not CONNECT. */
    public static void checkMethod(String method) throws Refusal {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
                throw new Refusal(400, "not a method");
            }
        }
        if (method.isEmpty() || method.equals("CONNECT")) {
            throw new Refusal(400, "a method that is not answered");
        }
    }

    /** What is said once the whole head is there. */
    public static void checkAnswered(String method) throws Refusal {
        if (method.equals("TRACE")) {
            throw new Refusal(405, "TRACE is not answered");
        }
    }

    /**
     * Adds a header, unless its name is one that nginx drops without a word: with other characters than letters, digits, dash
     * and, where they are allowed, underscore.
     */
    public static void addField(Headers headers, String name, String value, boolean underscores) throws Refusal {
        boolean known = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                throw new Refusal(400, "a header name with a character that is not allowed");
            }
            known &= Character.isLetterOrDigit(c) || c == '-' || (c == '_' && underscores);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new Refusal(400, "a header value with a control character");
            }
        }
        if (known) {
            headers.add(name, value);
        }
    }

    /** A host with or without its port. */
    public static void checkHost(String host) throws Refusal {
        if (host.isEmpty()) {
            throw new Refusal(400, "the host is empty");
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == 0x7f || "/\\?#@,\"<>".indexOf(c) >= 0) {
                throw new Refusal(400, "the host holds a character that is not allowed");
            }
        }
    }

    /** The one Content-Length; -1 without one. */
    public static long contentLength(Headers headers) throws Refusal {
        List<String> lengths = headers.all("Content-Length");
        if (lengths.isEmpty()) {
            return -1;
        }
        String length = lengths.getFirst();
        if (lengths.size() > 1 || length.isEmpty() || length.length() > 18) {
            throw new Refusal(400, "there must be one Content-Length");
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                throw new Refusal(400, "Content-Length is not a number");
            }
        }
        return Long.parseLong(length);
    }
}
