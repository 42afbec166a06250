package io.sluice.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.upstream.TrustAnyone;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines for plain text, driven as the Kafka client does. */
class CheckedEngineTest {

    private static final int MIB = 1024 * 1024;

    private final List<Denied> found = new ArrayList<>();
    private final ReceiveMemory memory = new ReceiveMemory(64L * MIB);

    private SSLEngine connected() throws SSLException {
        SecurityHost host = new SecurityHost(
                _ -> {
                    throw new AssertionError("no tokens here");
                },
                TrustAnyone::new,
                new TrustAnyone());
        Engines engines = new Engines();
        engines.configure(Map.of(Engines.MATERIAL, Engines.material(null, host, memory, found::add)));
        SSLEngine engine = engines.createClientSslEngine("broker", 9092, "");
        engine.beginHandshake();
        assertThat(engine.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NEED_UNWRAP);
        engine.unwrap(ByteBuffer.allocate(0), ByteBuffer.allocate(20_000));
        assertThat(engine.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING);
        return engine;
    }

    private static ByteBuffer length(int length) {
        return ByteBuffer.allocate(4).putInt(length).flip();
    }

    private static void receive(SSLEngine engine, ByteBuffer bytes) throws SSLException {
        while (bytes.hasRemaining()) {
            engine.unwrap(bytes, ByteBuffer.allocate(16_000));
        }
    }

    @Test
    void theFirstAnswerIsShortAndLaterOnesMayBeLonger() throws SSLException {
        SSLEngine engine = connected();
        receive(engine, length(ReceiveMemory.FIRST));
        receive(engine, ByteBuffer.allocate(ReceiveMemory.FIRST));
        receive(engine, length(MIB));
        receive(engine, ByteBuffer.allocate(MIB));

        assertThatThrownBy(() -> receive(engine, length(MIB + 1))).isInstanceOf(NotKafkaException.class);
        assertThat(found).singleElement().satisfies(who -> {
            assertThat(who.error()).isEqualTo("NotKafka");
            assertThat(who.reason()).startsWith("broker:9092: this is not a Kafka listener");
        });
    }

    /** An eighth of 64 MiB is eight frames of the largest size, which no peer ever sends whole. */
    @Test
    void whatAllPeersAnnounceTogetherIsBounded() throws SSLException {
        List<SSLEngine> engines = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            SSLEngine engine = connected();
            receive(engine, length(4));
            receive(engine, ByteBuffer.allocate(4));
            engines.add(engine);
        }
        for (SSLEngine engine : engines.subList(0, 8)) {
            receive(engine, length(MIB));
        }

        SSLEngine last = engines.getLast();
        assertThatThrownBy(() -> receive(last, length(MIB))).isInstanceOf(NotKafkaException.class);
        last.closeInbound();
        engines.getFirst().closeInbound();
        receive(engines.get(1), ByteBuffer.allocate(MIB));

        SSLEngine next = connected();
        receive(next, length(4));
        receive(next, ByteBuffer.allocate(4));
        receive(next, length(MIB));
        receive(engines.get(1), length(MIB));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 16_000})
    void lengthsAreSeenHoweverTheyAreCut(int size) throws SSLException {
        SSLEngine engine = connected();
        ByteBuffer frames = ByteBuffer.allocate(4 * 104 + 4);
        for (int i = 0; i < 4; i++) {
            frames.putInt(100).put(new byte[100]);
        }
        frames.putInt(-1).flip();
        ByteBuffer to = ByteBuffer.allocate(16_000);
        while (frames.remaining() > size) {
            ByteBuffer piece = frames.slice(frames.position(), size);
            frames.position(frames.position() + size);
            engine.unwrap(piece, to.clear());
        }

        assertThatThrownBy(() -> engine.unwrap(frames, to.clear())).isInstanceOf(NotKafkaException.class);
    }

    /** As the client writes: from an empty buffer each time, and what is over goes into the next. */
    @Test
    void whatIsSentArrivesAsItIsAndASmallFrameAtOnce() throws SSLException {
        SSLEngine engine = connected();
        Random random = new Random(7);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        ByteBuffer net = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        for (int size : new int[] {0, 1, 100, 8_000, 8_192, 8_200, 20_000, 300_000, 10}) {
            byte[] head = new byte[random.nextInt(1, 60)];
            byte[] body = new byte[size];
            byte[] tail = {0};
            random.nextBytes(body);
            List<ByteBuffer> frame = List.of(
                    ByteBuffer.allocate(4 + head.length)
                            .putInt(head.length + size + 1)
                            .put(head)
                            .flip(),
                    ByteBuffer.wrap(body),
                    ByteBuffer.wrap(tail));
            int writes = 0;
            for (ByteBuffer piece : frame) {
                sent.write(piece.array(), 0, piece.limit());
                while (piece.hasRemaining()) {
                    engine.wrap(piece, net.clear());
                    arrived.write(net.array(), 0, net.position());
                    writes += net.position() > 0 ? 1 : 0;
                }
            }
            assertThat(arrived.toByteArray()).as("%s", size).isEqualTo(sent.toByteArray());
            if (size <= 8_000) {
                assertThat(writes).isEqualTo(1);
            }
        }
        engine.closeOutbound();
        assertThat(engine.wrap(ByteBuffer.allocate(0), net.clear()).getStatus())
                .isEqualTo(SSLEngineResult.Status.CLOSED);
    }
}
