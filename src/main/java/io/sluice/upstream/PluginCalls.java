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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The requests that plugins make themselves, on the JDK's client: nothing that a proxy has to see through is asked of it. */
public final class PluginCalls implements HttpCalls, AutoCloseable {

    /** The largest answer, in bytes. */
    private static final long MOST = 8 << 20;

    private final Supplier<X509ExtendedTrustManager> trusted;
    private @Nullable HttpClient verifying;
    private @Nullable HttpClient trusting;

    /** Checks servers against what is {@code trusted}, which is asked for with the first call. */
    public PluginCalls(Supplier<X509ExtendedTrustManager> trusted) {
        this.trusted = trusted;
    }

    private synchronized HttpClient client(boolean verify) {
        if (verify) {
            verifying = verifying == null ? client(trusted.get()) : verifying;
            return verifying;
        }
        trusting = trusting == null ? client(new TrustAnyone()) : trusting;
        return trusting;
    }

    private static HttpClient client(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(context)
                    .build();
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
        HttpClient client = client(call.verify());
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
    public synchronized void close() {
        if (verifying != null) {
            verifying.shutdownNow();
        }
        if (trusting != null) {
            trusting.shutdownNow();
        }
    }
}
