package io.sluice.e2e.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authorisation server on the loopback interface, over http and, with a certificate, over https: {@code /jwt} and {@code /opaque} issue
 * tokens to the client {@code gateway}, the other paths do what they are called.
 */
final class TokenEndpoint implements AutoCloseable {

    static final String CLIENT = "gateway";
    static final String SECRET = "s3cret:%&=+ token-client";
    static final String AUDIENCE = "kafka";
    /** Seconds that a token of {@code /short} lives. */
    static final int SHORT = 12;

    static final String ISSUER = "https://issuer.test";

    private final KeyPair keys;
    private final HttpServer plain;
    private final HttpsServer tls;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** The scopes of all requests that were granted. */
    final List<String> scopes = new CopyOnWriteArrayList<>();

    final AtomicInteger shortLived = new AtomicInteger();

    /** Signs with these keys. */
    TokenEndpoint(Authority.Issued certificate, KeyPair keys) throws IOException, GeneralSecurityException {
        this.keys = keys;
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(any, 0);
        tls = HttpsServer.create(any, 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
        for (HttpServer server : List.of(plain, tls)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/jwks", exchange -> answer(exchange, 200, jwks()));
            server.createContext("/jwt", exchange -> issue(exchange, jwt(AUDIENCE), 600));
            server.createContext("/other-audience", exchange -> issue(exchange, jwt("somebody-else"), 600));
            server.createContext("/opaque", exchange -> issue(exchange, opaque(600), 600));
            server.createContext("/short", exchange -> {
                shortLived.incrementAndGet();
                issue(exchange, opaque(SHORT), SHORT);
            });
            server.createContext("/failing", exchange -> answer(exchange, 500, "{\"error\":\"server_error\"}"));
            server.createContext("/garbage", exchange -> answer(exchange, 200, "<html>welcome</html>"));
            server.createContext("/hanging", exchange -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }
    }

    private static SSLContext context(Authority.Issued certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("it", certificate.key(), new char[0], new X509Certificate[] {certificate.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    String http(String path) {
        return "http://127.0.0.1:" + plain.getAddress().getPort() + path;
    }

    String https(String path) {
        return "https://127.0.0.1:" + tls.getAddress().getPort() + path;
    }

    private void issue(HttpExchange exchange, String token, int seconds) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String credentials =
                new String(Base64.getDecoder().decode(authorization.replace("Basic ", "")), StandardCharsets.UTF_8);
        int colon = credentials.indexOf(':');
        String client = URLDecoder.decode(credentials.substring(0, colon), StandardCharsets.UTF_8);
        String secret = URLDecoder.decode(credentials.substring(colon + 1), StandardCharsets.UTF_8);
        if (!client.equals(CLIENT) || !secret.equals(SECRET)) {
            // as badly as can be: it repeats what it got
            answer(
                    exchange,
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"not " + client + " with " + secret + "\"}");
            return;
        }
        List<String> parts = List.of(form.split("&"));
        if (!parts.contains("grant_type=client_credentials")) {
            answer(exchange, 400, "{\"error\":\"unsupported_grant_type\"}");
            return;
        }
        parts.stream()
                .filter(part -> part.startsWith("scope="))
                .forEach(part -> scopes.add(URLDecoder.decode(part.substring(6), StandardCharsets.UTF_8)));
        answer(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String opaque(int seconds) {
        return "opaque." + (System.currentTimeMillis() + seconds * 1000L);
    }

    private String jwt(String audience) {
        long now = System.currentTimeMillis() / 1000;
        String head = url("{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String claims = "{\"sub\":\"gateway\",\"iss\":\"" + ISSUER + "\",\"aud\":\"" + audience
                + "\",\"scope\":\"a\",\"iat\":" + now + ",\"exp\":" + (now + 600) + "}";
        String content = head + "." + url(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\""
                + url(unsigned(key.getModulus())) + "\",\"e\":\"" + url(unsigned(key.getPublicExponent())) + "\"}]}";
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        plain.stop(0);
        tls.stop(0);
    }
}
