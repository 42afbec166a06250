package io.sluice.listen;

import io.sluice.api.Log;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Accepts on. A web server of Helidon's ends its listener, and every connection with it, when a connection cannot be accepted, as without
 * a file descriptor left; it opens its socket itself, so the place to say "try again, on the same socket" is where the JDK opens it: its
 * {@link SelectorProvider}, which is named by the system property of that name. Everything but the {@code accept} of blocking server
 * sockets is the JDK's own.
 */
public final class PersistentAccept extends SelectorProvider {

    private static final Log LOG = Log.of("server");
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** The JDK makes the provider, so nobody can hand one in: listeners that cannot accept now, by address. */
    private static final Set<SocketAddress> FAILING = ConcurrentHashMap.newKeySet();

    private final SelectorProvider jdks;

    /** Called by the JDK. */
    public PersistentAccept() throws ReflectiveOperationException {
        jdks = (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                .getMethod("get")
                .invoke(null);
    }

    /** Has the JDK use it; to be called before the first channel is opened. Without the right to (see the launcher) nothing changes. */
    public static void install() {
        try {
            new PersistentAccept();
            System.setProperty(SelectorProvider.class.getName(), PersistentAccept.class.getName());
        } catch (ReflectiveOperationException _) {
            LOG.debug("accepting on needs --add-exports java.base/sun.nio.ch=ALL-UNNAMED");
        }
    }

    /** A listener that cannot accept now, if there is one. */
    static Optional<SocketAddress> failing() {
        return FAILING.stream().findAny();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return new Persistent(jdks.openServerSocketChannel());
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return new Persistent(jdks.openServerSocketChannel(family));
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return jdks.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return jdks.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return jdks.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return jdks.openSelector();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return jdks.openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return jdks.openSocketChannel(family);
    }

    /** For a thread that waits in {@code accept}; no selector takes it. */
    static final class Persistent extends ServerSocketChannel {

        private final ServerSocketChannel channel;

        Persistent(ServerSocketChannel channel) {
            super(channel.provider());
            this.channel = channel;
        }

        @Override
        public SocketChannel accept() throws IOException {
            SocketAddress address = channel.getLocalAddress();
            while (true) {
                try {
                    SocketChannel accepted = channel.accept();
                    if (!FAILING.isEmpty() && FAILING.remove(address)) {
                        LOG.warn("connections are accepted again", "listener", address);
                    }
                    return accepted;
                } catch (ClosedChannelException e) {
                    FAILING.remove(address);
                    throw e;
                } catch (IOException e) {
                    if (FAILING.add(address)) {
                        LOG.error(
                                "connections cannot be accepted; trying on",
                                "listener",
                                address,
                                "cause",
                                e.getMessage());
                    }
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            channel.bind(local, backlog);
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            channel.setOption(name, value);
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return channel.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return channel.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return channel.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return channel.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            channel.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            channel.configureBlocking(block);
        }
    }
}
