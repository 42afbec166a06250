package io.sluice.listen;

import io.sluice.api.Handler;
import io.sluice.http.DateHeader;
import io.sluice.settings.AdmissionSettings;
import io.sluice.settings.ClientAddressSettings;
import io.sluice.settings.ClientLimits;
import io.sluice.settings.Listener;
import io.sluice.time.TimeKeeper;
import io.sluice.tls.ServerTls;
import io.sluice.wire.ServerContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The listeners of a process, a web server of Helidon's each. Every connection runs on a virtual thread of its own. Safe for concurrent use. */
public final class HttpServer implements AutoCloseable {

    private final ServerContext context;
    private final Admission admission;
    private final Duration grace;
    private final List<Listening> listeners = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    /**
     * Where to listen, and who answers.
     *
     * @param name of the setting, {@code proxy}: as in Kong, {@code http2} on one entry is spoken in the clear on all of a setting
     * @param tls needed where the listener has {@code ssl}, else null
     */
    public record Binding(
            String name,
            Listener listener,
            Handler handler,
            @Nullable ServerTls tls) {

        public Binding {
            if (listener.ssl() && tls == null) {
                throw new IllegalArgumentException("a TLS listener needs certificates: " + listener);
            }
        }

        /** A plain listener. */
        public Binding(String name, Listener listener, Handler handler) {
            this(name, listener, handler, null);
        }
    }

    /** A listener could not be opened. The message names it and says why. */
    public static final class CannotListen extends IOException {
        private static final long serialVersionUID = 1L;

        CannotListen(String message) {
            super(message);
        }
    }

    private HttpServer(ServerContext context, Admission admission, Duration grace) {
        this.context = context;
        this.admission = admission;
        this.grace = grace;
    }

    /**
     * Opens all listeners, or none.
     *
     * @param grace how long {@link #close} lets requests in flight go on
     * @throws CannotListen if one cannot be opened
     */
    public static HttpServer start(
            List<Binding> bindings, ClientLimits limits, ClientAddressSettings clients, Duration grace)
            throws CannotListen {
        return start(
                bindings,
                limits,
                clients,
                grace,
                InstantSource.system(),
                new Admission(Admission.Limits.of(AdmissionSettings.AUTO)));
    }

    /** As above, with who may hold how much. */
    public static HttpServer start(
            List<Binding> bindings,
            ClientLimits limits,
            ClientAddressSettings clients,
            Duration grace,
            Admission admission)
            throws CannotListen {
        return start(bindings, limits, clients, grace, InstantSource.system(), admission);
    }

    /** As above, with a clock for the Date of answers. */
    static HttpServer start(
            List<Binding> bindings,
            ClientLimits limits,
            ClientAddressSettings clients,
            Duration grace,
            InstantSource clock,
            Admission admission)
            throws CannotListen {
        Set<String> http2 = bindings.stream()
                .filter(binding -> binding.listener().http2())
                .map(Binding::name)
                .collect(Collectors.toUnmodifiableSet());
        ServerContext context = new ServerContext(
                limits, clients, http2, new TimeKeeper(), new DateHeader(clock), new AtomicLong(), new AtomicBoolean());
        HttpServer server = new HttpServer(context, admission, grace);
        try {
            for (Binding binding : bindings) {
                server.open(binding, bindings);
            }
        } catch (CannotListen e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void open(Binding binding, List<Binding> all) throws CannotListen {
        Listener listener = binding.listener();
        if (sibling(listener, "0.0.0.0", "::", all).isPresent()) {
            ports.add(listener.port()); // its connections come in there
            return;
        }
        Binding forIpv4 = sibling(listener, "::", "0.0.0.0", all)
                .orElse(isAny(listener, "::") && listener.ipv6Only() ? null : binding);
        try {
            Listening opened = Listening.open(binding, forIpv4, context, admission, grace);
            listeners.add(opened);
            ports.add(opened.port());
        } catch (IOException | RuntimeException e) {
            throw new CannotListen("cannot listen on " + listener + " (" + binding.name() + "): " + e.getMessage());
        }
    }

    /** The listener on all addresses of the other family with the same port, for one on all addresses of a family. */
    private static Optional<Binding> sibling(Listener listener, String any, String other, List<Binding> all) {
        return all.stream()
                .filter(_ -> isAny(listener, any) && listener.port() > 0)
                .filter(b -> isAny(b.listener(), other) && b.listener().port() == listener.port())
                .findFirst();
    }

    private static boolean isAny(Listener listener, String any) {
        return listener.address().equals(any);
    }

    /** The ports that were bound, in the order of the bindings. */
    public List<Integer> ports() {
        return List.copyOf(ports);
    }

    /** Which listener of this process does not accept now, though it should; empty if all do. */
    public static Optional<String> notAccepting() {
        return PersistentAccept.failing().map(Object::toString);
    }

    /** Stops listening, lets requests in flight end within the grace period, then closes what is left. */
    @Override
    public void close() {
        context.stopping().set(true);
        List<Thread> stops = listeners.stream()
                .map(listening -> Thread.ofVirtual().start(listening::close))
                .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        context.time().close();
    }
}
