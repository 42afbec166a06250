package io.sluice.kafka.security;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a handshake failed, from the exceptions of the JDK.
 *
 * @param kind what to do about it depends on this
 * @param reason for people; names no host
 */
record TlsFailure(Kind kind, String reason) {

    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

    /** What is wrong. */
    enum Kind {
        EXPIRED,
        UNTRUSTED,
        WRONG_NAME,
        NO_TLS,
        ALERT,
        OTHER
    }

    static TlsFailure of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return new TlsFailure(Kind.EXPIRED, "its certificate has expired (" + cause.getMessage() + ")");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return new TlsFailure(Kind.EXPIRED, "its certificate is not valid yet (" + cause.getMessage() + ")");
            }
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            TlsFailure found = known(cause);
            if (found != null) {
                return found;
            }
        }
        return new TlsFailure(Kind.OTHER, "the handshake failed (" + last(error).getMessage() + ")");
    }

    private static @org.jspecify.annotations.Nullable TlsFailure known(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        Matcher alert = ALERT.matcher(text);
        if (alert.find()) {
            return new TlsFailure(Kind.ALERT, "it ended the handshake with the alert " + alert.group(1));
        }
        if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
            return new TlsFailure(Kind.WRONG_NAME, "its certificate is for another host name");
        }
        if (cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException
                || text.contains("No trusted certificate")) {
            return new TlsFailure(Kind.UNTRUSTED, "its certificate is not signed by a trusted authority");
        }
        if (text.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return new TlsFailure(Kind.NO_TLS, "it does not speak TLS");
        }
        return null;
    }

    private static Throwable last(Throwable error) {
        Throwable last = error;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last;
    }
}
