package io.sluice.cli;

import io.sluice.admin.StatusApi;
import io.sluice.api.Handler;
import io.sluice.api.Pem;
import io.sluice.api.entity.Certificate;
import io.sluice.listen.Admission;
import io.sluice.listen.HttpServer;
import io.sluice.runtime.Gateway;
import io.sluice.settings.Listener;
import io.sluice.settings.Settings;
import io.sluice.settings.TlsSettings;
import io.sluice.tls.HandshakeCheck;
import io.sluice.tls.ServerTls;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of the proxy and, apart from them, those of the status: these close last. */
final class Listeners {

    /** For what is asked of the status listener at the very end. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

    private final Settings settings;
    private final HttpServer proxy;
    private final HttpServer status;

    private Listeners(Settings settings, HttpServer proxy, HttpServer status) {
        this.settings = settings;
        this.proxy = proxy;
        this.status = status;
    }

    /**
     * Opens all, or none.
     *
     * @param grace how long requests in flight may go on at the end
     * @throws Sluice.Failure saying which cannot be opened, and why
     */
    static Listeners open(
            Settings settings,
            List<Certificate> certificates,
            Gateway gateway,
            StatusApi api,
            Admission admission,
            Duration grace) {
        try {
            ServerTls proxyTls = tls(settings, settings.proxyListen(), settings.proxyTls(), gateway::handshake);
            if (proxyTls != null) {
                proxyTls.certificates(certificates);
            }
            ServerTls statusTls = tls(settings, settings.statusListen(), settings.statusTls(), HandshakeCheck.NONE);
            HttpServer proxy = HttpServer.start(
                    bindings("proxy", settings.proxyListen(), gateway, proxyTls),
                    settings.clients(),
                    settings.clientAddress(),
                    grace,
                    admission);
            try {
                HttpServer status = HttpServer.start(
                        bindings("status", settings.statusListen(), api, statusTls),
                        settings.clients(),
                        settings.clientAddress(),
                        LAST_ANSWERS,
                        new Admission(Admission.Limits.small()));
                return new Listeners(settings, proxy, status);
            } catch (HttpServer.CannotListen e) {
                proxy.close();
                throw e;
            }
        } catch (Pem.Unreadable e) {
            throw new Sluice.Failure(Sluice.UNUSABLE, "a certificate cannot be used: " + e.getMessage());
        } catch (HttpServer.CannotListen e) {
            throw new Sluice.Failure(
                    Sluice.FAILED,
                    e.getMessage() + "\nStop what uses the port, or choose another: KONG_PROXY_LISTEN=127.0.0.1:8080,"
                            + " KONG_STATUS_LISTEN=127.0.0.1:8017");
        }
    }

    private static List<HttpServer.Binding> bindings(
            String name, List<Listener> listeners, Handler handler, @Nullable ServerTls tls) {
        return listeners.stream()
                .map(one -> new HttpServer.Binding(name, one, handler, one.ssl() ? tls : null))
                .toList();
    }

    /** Null where no listener speaks TLS. */
    private static @Nullable ServerTls tls(
            Settings settings, List<Listener> listeners, TlsSettings tls, HandshakeCheck check) throws Pem.Unreadable {
        return listeners.stream().anyMatch(Listener::ssl) ? ServerTls.of(tls, settings.prefix(), check) : null;
    }

    /** A line each: what listens where. */
    void say(Consumer<String> line) {
        say(line, "  proxy    ", proxy, settings.proxyListen(), "");
        say(line, "  status   ", status, settings.statusListen(), "  /status /status/ready /metrics");
    }

    private static void say(
            Consumer<String> line, String name, HttpServer server, List<Listener> listeners, String serves) {
        List<Integer> ports = server.ports();
        for (int i = 0; i < ports.size(); i++) {
            Listener listener = listeners.get(i);
            line.accept(name + listener.at(ports.get(i)) + (listener.ssl() ? " (TLS)" : "") + serves);
        }
    }

    /** No new connections; requests in flight end within the grace period, or are cut. */
    void closeProxy() {
        proxy.close();
    }

    void closeStatus() {
        status.close();
    }
}
