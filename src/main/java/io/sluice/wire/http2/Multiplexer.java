package io.sluice.wire.http2;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 with one client: reads its frames on one thread, and has each request answered on another. What a client breaks
 * ends its stream, or the connection; a body that did not come whole is never taken for whole. Safe for concurrent use, but for
 * {@link #run}.
 */
public final class Multiplexer {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What all streams together may send before it is read: sixteen that nobody reads hold the others up. */
    private static final int WINDOW = 1 << 20;

    /** Who answers. */
    @FunctionalInterface
    public interface Requests {

        /**
         * A request has begun. It is answered by what this gives back, on a thread of its own, which calls {@link #done} in the end.
         *
         * @throws Breach if it is none
         */
        Runnable begin(Stream stream, RequestFields fields) throws Breach;
    }

    private final FrameInput in;
    private final FrameOutput out;
    private final Requests requests;
    private final int mostHeaderBytes;
    private final HeaderBlock block;
    private final Streams streams = new Streams();
    private final OutboundWindow outbound = new OutboundWindow();
    private final InboundWindow inbound = new InboundWindow(WINDOW);
    private final Flood flood = new Flood();

    /** Takes header blocks of so many bytes, decompressed; larger ones are said to be too large, or end the connection if they are far larger. */
    public Multiplexer(ByteSource in, OutputStream out, int mostHeaderBytes, Requests requests) {
        this.in = new FrameInput(in);
        this.out = new FrameOutput(out);
        this.requests = requests;
        this.mostHeaderBytes = mostHeaderBytes;
        this.block = new HeaderBlock(mostHeaderBytes, mostHeaderBytes);
    }

    /** What a client of HTTP/2 begins with. */
    public static byte[] preface() {
        return PREFACE.clone();
    }

    /**
     * Speaks until the connection ends.
     *
     * @throws Breach if the client has broken the protocol: {@link #goAway} tells it
     * @throws IOException if it has gone
     */
    public void run() throws IOException, Breach {
        byte[] preface = new byte[PREFACE.length];
        in.fill(preface, preface.length);
        if (!Arrays.equals(preface, PREFACE)) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "no preface");
        }
        byte[] settings =
                Settings.of(Settings.CONCURRENT_STREAMS, Streams.MOST, Settings.HEADER_LIST_SIZE, mostHeaderBytes);
        out.frame(Frame.SETTINGS, 0, 0, settings);
        out.windowUpdate(0, WINDOW - OutboundWindow.INITIAL);
        Frame frame = in.next();
        if (frame.type() != Frame.SETTINGS) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
        }
        while (true) {
            flood.heard(frame);
            handle(frame);
            frame = in.next();
        }
    }

    private void handle(Frame frame) throws IOException, Breach {
        try {
            if (block.stream() != 0 && (frame.type() != Frame.CONTINUATION || frame.stream() != block.stream())) {
                throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a header block is interrupted");
            }
            switch (frame.type()) {
                case Frame.DATA -> data(frame);
                case Frame.HEADERS -> headers(frame);
                case Frame.CONTINUATION -> continuation(frame);
                case Frame.PRIORITY -> priority(frame);
                case Frame.RST_STREAM -> reset(frame);
                case Frame.SETTINGS -> settings(frame);
                case Frame.PING -> ping(frame);
                case Frame.GOAWAY -> requireConnection(frame);
                case Frame.WINDOW_UPDATE -> windowUpdate(frame);
                case Frame.PUSH_PROMISE ->
                    throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "clients promise nothing");
                default -> {} // to be read over (RFC 9113 4.1)
            }
        } catch (Breach e) {
            if (e.stream() == 0) {
                throw e;
            }
            out.reset(e.stream(), e.code());
            abandon(streams.reset(e.stream(), true));
        }
    }

    private void data(Frame frame) throws IOException, Breach {
        requireStream(frame);
        int start = frame.has(Frame.PADDED) ? 1 : 0;
        int length = unpadded(frame, start);
        if (!inbound.take(frame.length())) {
            throw Breach.ofConnection(ErrorCode.FLOW_CONTROL_ERROR, "more data than the connection's window allows");
        }
        boolean kept = false;
        try {
            Stream stream = streams.get(frame.stream());
            if (stream != null) {
                boolean last = frame.has(Frame.END_STREAM);
                stream.receive(in.payload(), start, length, frame.length() - length, last);
                kept = true;
                flood.useful(last ? length + Frame.HEADER : length);
            } else if (streams.isIdle(frame.stream())) {
                throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "data on a stream that has not begun");
            } else if (!streams.isReadOver(frame.stream())) {
                throw Breach.of(frame.stream(), ErrorCode.STREAM_CLOSED, "data on a stream that is over");
            }
        } finally {
            if (!kept) {
                giveBack(frame.length());
            }
        }
    }

    /** So many bytes of bodies are read, or will not be. */
    void giveBack(int bytes) throws IOException {
        int due = inbound.giveBack(bytes);
        if (due > 0) {
            out.windowUpdate(0, due);
        }
    }

    private void abandon(@Nullable Stream stream) throws IOException {
        if (stream != null) {
            giveBack(stream.abandon());
        }
    }

    private void headers(Frame frame) throws IOException, Breach {
        requireStream(frame);
        if (frame.stream() % 2 == 0) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "clients' streams are odd");
        }
        int start = frame.has(Frame.PADDED) ? 1 : 0;
        int length = unpadded(frame, start);
        boolean dependsOnItself = false;
        if (frame.has(Frame.WITH_PRIORITY)) {
            if (length < 5) {
                throw Breach.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "HEADERS without their priority");
            }
            dependsOnItself = dependency(start) == frame.stream();
            start += 5;
            length -= 5;
        }
        block.begin(frame.stream(), frame.has(Frame.END_STREAM));
        block.add(in.payload(), start, length);
        if (frame.has(Frame.END_HEADERS)) {
            complete(frame.stream(), dependsOnItself);
        }
    }

    private void continuation(Frame frame) throws IOException, Breach {
        if (block.stream() == 0) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "nothing to continue");
        }
        block.add(in.payload(), 0, frame.length());
        if (frame.has(Frame.END_HEADERS)) {
            complete(frame.stream(), false);
        }
    }

    private void complete(int id, boolean dependsOnItself) throws IOException, Breach {
        HeaderBlock.Decoded decoded = block.end();
        Stream open = streams.get(id);
        if (open != null) {
            trailers(open, decoded);
        } else if (streams.isIdle(id)) {
            streams.begin(id);
            boolean begun = false;
            try {
                if (dependsOnItself) {
                    throw Breach.of(id, ErrorCode.PROTOCOL_ERROR, "a stream depends on itself");
                }
                begin(id, decoded);
                begun = true;
            } finally {
                if (!begun) {
                    streams.giveUp();
                }
            }
        } else if (!streams.isReadOver(id)) {
            ErrorCode code = streams.isRemembered(id) ? ErrorCode.STREAM_CLOSED : ErrorCode.PROTOCOL_ERROR;
            throw Breach.ofConnection(code, "headers on a stream that is over");
        }
    }

    private void trailers(Stream open, HeaderBlock.Decoded decoded) throws Breach {
        if (open.isEnded()) {
            throw Breach.of(
                    open.isOver() ? 0 : open.id(), ErrorCode.STREAM_CLOSED, "headers behind the end of a request");
        }
        RequestFields.checkTrailers(open.id(), decoded);
        if (!block.endsStream()) {
            throw Breach.malformed(open.id(), "trailers do not end the request");
        }
        open.end();
    }

    /** Has a request answered on a thread of its own. */
    private void begin(int id, HeaderBlock.Decoded decoded) throws Breach {
        Stream stream = new Stream(id, this, outbound.ofStream());
        RequestFields fields = RequestFields.of(id, decoded, block.endsStream());
        Runnable answering = requests.begin(stream, fields);
        if (block.endsStream()) {
            stream.end();
        }
        flood.useful(fields.bytes());
        streams.add(stream);
        Thread.ofVirtual().name("stream").start(answering);
    }

    FrameOutput output() {
        return out;
    }

    /** So much of an answer is on its way. */
    void sent(int bytes) {
        flood.useful(bytes);
    }

    /** The thread of a stream has ended; what the client did not get {@code whole}, or has not sent whole, is cut. */
    public void done(Stream stream, boolean whole) throws IOException {
        boolean wasOpen = streams.done(stream);
        abandon(stream);
        if (wasOpen && !whole) {
            out.reset(stream.id(), ErrorCode.INTERNAL_ERROR);
        } else if (wasOpen && !stream.isEnded()) {
            out.reset(stream.id(), ErrorCode.NO_ERROR);
        }
    }

    private void priority(Frame frame) throws Breach {
        requireStream(frame);
        if (frame.length() != 5) {
            throw Breach.of(frame.stream(), ErrorCode.FRAME_SIZE_ERROR, "PRIORITY has five bytes");
        }
        if (dependency(0) == frame.stream()) {
            throw Breach.of(frame.stream(), ErrorCode.PROTOCOL_ERROR, "a stream depends on itself");
        }
    }

    private int dependency(int at) {
        return in.number(at) & 0x7fff_ffff;
    }

    private void reset(Frame frame) throws IOException, Breach {
        requireStream(frame);
        requireLength(frame, 4);
        if (streams.isIdle(frame.stream())) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a reset of a stream that has not begun");
        }
        abandon(streams.reset(frame.stream(), false));
    }

    private void settings(Frame frame) throws IOException, Breach {
        requireConnection(frame);
        if (frame.has(Frame.ACK)) {
            requireLength(frame, 0);
            return;
        }
        for (Settings.Setting setting : Settings.read(in.payload(), frame.length())) {
            if (setting.id() == Settings.TABLE_SIZE) {
                out.tableSize(setting.value());
            } else if (setting.id() == Settings.INITIAL_WINDOW) {
                long difference = outbound.initial(setting.value());
                for (Stream stream : streams.all()) {
                    requireWindow(stream.outbound().add(difference), 0);
                }
            }
        }
        out.frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
    }

    private void ping(Frame frame) throws IOException, Breach {
        requireConnection(frame);
        requireLength(frame, 8);
        if (!frame.has(Frame.ACK)) {
            out.frame(Frame.PING, Frame.ACK, 0, Arrays.copyOf(in.payload(), 8));
        }
    }

    private void windowUpdate(Frame frame) throws Breach {
        requireLength(frame, 4);
        int id = frame.stream();
        int more = in.number(0) & 0x7fff_ffff;
        if (id != 0 && streams.isIdle(id)) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a window of a stream that has not begun");
        }
        if (more == 0) {
            throw Breach.of(id, ErrorCode.PROTOCOL_ERROR, "a window grows by nothing");
        }
        Stream stream = streams.get(id);
        if (id == 0) {
            requireWindow(outbound.add(more), 0);
        } else if (stream != null) {
            requireWindow(stream.outbound().add(more), id);
        }
    }

    private static void requireWindow(boolean fits, int id) throws Breach {
        if (!fits) {
            throw Breach.of(id, ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
        }
    }

    private static void requireStream(Frame frame) throws Breach {
        if (frame.stream() == 0) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a frame of a stream without one");
        }
    }

    private static void requireConnection(Frame frame) throws Breach {
        if (frame.stream() != 0) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "a frame of the connection on a stream");
        }
    }

    private static void requireLength(Frame frame, int length) throws Breach {
        if (frame.length() != length) {
            throw Breach.ofConnection(ErrorCode.FRAME_SIZE_ERROR, "a frame of the wrong size");
        }
    }

    /** The bytes behind {@code start} that are no padding. */
    private int unpadded(Frame frame, int start) throws Breach {
        int padding = start == 0 ? 0 : in.payload()[0] & 0xff;
        if (frame.length() < start + padding) {
            throw Breach.ofConnection(ErrorCode.PROTOCOL_ERROR, "more padding than payload");
        }
        return frame.length() - start - padding;
    }

    /** No further requests are begun, and the client is told so, and why. */
    public void goAway(ErrorCode code) throws IOException {
        out.goAway(streams.finish(), code);
    }

    /** Whether no request is being answered, and none will be begun. */
    public boolean isFinished() {
        return streams.isFinished();
    }

    /** Whether there was a request yet. */
    public boolean isUsed() {
        return streams.isUsed();
    }

    /** Since when no request is being answered, as nanoTime; {@code now} if one is. */
    public long quietSince(long now) {
        return streams.quietSince(now);
    }

    /** The connection has ended: threads that read or write are told. */
    public void fail() {
        outbound.close();
        streams.fail();
    }

    /** Waits until no thread answers any more. */
    public void await() {
        streams.await();
    }
}
