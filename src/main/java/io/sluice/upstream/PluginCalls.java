package io.sluice.upstream;

import io.sluice.api.Headers;
import io.sluice.api.HttpCalls;
import io.sluice.api.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The requests that plugins make themselves, on the JDK's client: nothing that a proxy has to see through is asked of it. */
public final class PluginCalls implements HttpCalls, AutoCloseable {

    /** The largest answer, in bytes. */
    private static final long MOST = 8 << 20;

    private final HttpClient verifying = client(null);
    private final HttpClient trusting = client(trustingContext());

    private static HttpClient client(@Nullable SSLContext context) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER);
        return (context == null ? builder : builder.sslContext(context)).build();
    }

    private static SSLContext trustingContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnyone()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    @Override
    public Reply send(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(call.timeout())
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        HttpClient client = call.verify() ? verifying : trusting;
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST));
        try {
            return reply(answer.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw (InterruptedIOException)
                    new InterruptedIOException("no whole answer in " + call.timeout()).initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        Headers headers = new Headers();
        response.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public void close() {
        verifying.shutdownNow();
        trusting.shutdownNow();
    }
}
