package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PersistentAcceptTest {

    /** A server socket of the JDK's whose first accepts fail, as without a file descriptor left. */
    private static final class Failing extends ServerSocketChannel {
        private final ServerSocketChannel real = ServerSocketChannel.open();
        private final AtomicInteger failures;
        private final CountDownLatch failed = new CountDownLatch(1);

        Failing(int failures) throws IOException {
            super(java.nio.channels.spi.SelectorProvider.provider());
            this.failures = new AtomicInteger(failures);
            real.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failures.getAndDecrement() > 0) {
                failed.countDown();
                throw new IOException("Too many open files");
            }
            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public ServerSocket socket() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whatCannotBeAcceptedIsTriedAgainOnTheSameSocketAndSaidMeanwhile() throws Exception {
        Failing channel = new Failing(5);
        SocketAddress address = channel.getLocalAddress();
        try (ServerSocketChannel persistent = new PersistentAccept.Persistent(channel);
                SocketChannel client = SocketChannel.open(address)) {
            CompletableFuture<SocketAddress> accepted = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel one = persistent.accept()) {
                    return one.getRemoteAddress();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            channel.failed.await();
            assertThat(accepted.get(10, TimeUnit.SECONDS)).isEqualTo(client.getLocalAddress());
            assertThat(PersistentAccept.failing()).isNotEqualTo(java.util.Optional.of(address));
        }
    }

    @Test
    void whileItFailsItIsNamedAndACloseEndsIt() throws Exception {
        Failing channel = new Failing(Integer.MAX_VALUE);
        SocketAddress address = channel.getLocalAddress();
        ServerSocketChannel persistent = new PersistentAccept.Persistent(channel);
        CompletableFuture<Void> accepting = CompletableFuture.runAsync(() -> {
            try {
                persistent.accept();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        channel.failed.await();
        while (PersistentAccept.failing().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(PersistentAccept.failing()).contains(address);
        channel.failures.set(0);
        persistent.close();
        assertThatThrownBy(() -> accepting.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(java.nio.channels.ClosedChannelException.class);
        assertThat(PersistentAccept.failing()).isEmpty();
        assertThat(new AsynchronousCloseException()).isInstanceOf(java.nio.channels.ClosedChannelException.class);
    }
}
