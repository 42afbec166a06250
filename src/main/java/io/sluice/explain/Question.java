package io.sluice.explain;

import io.sluice.api.ByteText;
import io.sluice.api.Headers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody asks about. Texts of the wire are bytes as ISO-8859-1 characters.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the Host header, or null for a request without
 * @param target the request target, raw
 * @param body null for none
 * @param sni the server name of the handshake, or null
 * @param port the listening port, or null for that of the first listener of the scheme
 * @param clientIp the other end of the connection
 * @param trusted whether that end is trusted; null for what {@code trusted_ips} says
 */
public record Question(
        String method,
        String scheme,
        @Nullable String host,
        String target,
        Headers headers,
        byte @Nullable [] body,
        @Nullable String sni,
        @Nullable Integer port,
        String clientIp,
        int clientPort,
        String serverIp,
        @Nullable Boolean trusted) {

    /** Where a request comes from unless it is said. */
    static final String LOCALHOST = "127.0.0.1";

    static final int CLIENT_PORT = 50_000;

    /** Collects what a line or a command line says. */
    public static final class Builder {
        private @Nullable String method;
        private String scheme = "http";
        private @Nullable String host;
        private String target = "/";
        private final Headers headers = new Headers();
        private byte @Nullable [] body;
        private @Nullable String sni;
        private @Nullable Integer port;
        private String clientIp = LOCALHOST;
        private int clientPort = CLIENT_PORT;
        private String serverIp = LOCALHOST;
        private @Nullable Boolean trusted;

        public Builder method(String value) {
            method = value;
            return this;
        }

        public Builder scheme(String value) {
            scheme = value;
            return this;
        }

        public Builder host(String value) {
            host = ByteText.of(value);
            return this;
        }

        public Builder target(String value) {
            target = ByteText.of(value);
            return this;
        }

        public Builder header(String name, String value) {
            headers.add(ByteText.of(name), ByteText.of(value));
            return this;
        }

        /** Unless there is one. */
        public Builder usualHeader(String name, String value) {
            if (!headers.contains(name)) {
                header(name, value);
            }
            return this;
        }

        public Builder body(byte[] value) {
            body = value.clone();
            return this;
        }

        public Builder body(String value) {
            return body(value.getBytes(StandardCharsets.UTF_8));
        }

        public Builder sni(@Nullable String value) {
            sni = value;
            return this;
        }

        public Builder port(@Nullable Integer value) {
            port = value;
            return this;
        }

        public Builder clientIp(String value) {
            clientIp = value;
            return this;
        }

        public Builder clientPort(int value) {
            clientPort = value;
            return this;
        }

        public Builder serverIp(String value) {
            serverIp = value;
            return this;
        }

        public Builder trusted(@Nullable Boolean value) {
            trusted = value;
            return this;
        }

        /** A Host header says the host, unless it was said already; GET, or POST with a body, unless a method was. */
        public Question build() {
            String named = host != null ? host : headers.first("Host").orElse(null);
            Headers sent = new Headers();
            if (named != null) {
                sent.add("Host", named);
            }
            headers.remove("Host").forEach(sent::add);
            String asked = method != null ? method : body == null ? "GET" : "POST";
            return new Question(
                    asked, scheme, named, target, sent, body, sni, port, clientIp, clientPort, serverIp, trusted);
        }
    }
}
