package io.sluice.server;

import io.sluice.api.RequestBody;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, read straight from the connection: by its exact length, or chunk by chunk (RFC 9112 7.1: extensions
 * and trailers are read over, anything malformed breaks the request).
 */
final class Body implements RequestBody {

    private static final int FIRST_BYTES = 65_536;
    private static final int CHUNK_LINE = 4096;
    private static final int MOST_TRAILERS = 100;

    private final ConnectionInput in;
    private final ServerLimits limits;
    private final Runnable sendContinue;
    private final boolean chunked;
    private final boolean waits;
    /** Bytes of the whole body, or of the current chunk, that are still to come. */
    private long remaining;

    private long taken;
    private boolean ended;
    private boolean started;
    private byte @Nullable [] kept;
    private @Nullable TooLarge tooLarge;

    Body(RequestHead head, ConnectionInput in, ServerLimits limits, Runnable sendContinue) {
        this.in = in;
        this.limits = limits;
        this.sendContinue = sendContinue;
        this.chunked = head.isChunked();
        this.waits = head.expectsContinue();
        this.remaining = chunked ? 0 : head.bodyLength();
        this.ended = !chunked && remaining == 0;
    }

    @Override
    public byte[] bytes(long limit) throws TooLarge, Broken {
        if (tooLarge != null) {
            throw tooLarge;
        }
        byte[] body = kept;
        if (body == null) {
            try {
                body = chunked ? readChunked(limit) : readExactly(limit);
            } catch (TooLarge e) {
                tooLarge = e;
                throw e;
            }
            kept = body;
        }
        if (body.length > limit) {
            throw new TooLarge(limit);
        }
        return body;
    }

    private byte[] readExactly(long limit) throws TooLarge, Broken {
        if (remaining > limit || remaining > Integer.MAX_VALUE - 8) {
            throw new TooLarge(limit);
        }
        int length = (int) remaining;
        // what a client announces costs it nothing, so memory is taken as the body comes
        byte[] body = new byte[Math.min(length, FIRST_BYTES)];
        start();
        int at = 0;
        while (at < length) {
            if (at == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(length, at * 4L));
            }
            at += some(body, at, body.length - at);
        }
        remaining = 0;
        ended = true;
        return body;
    }

    private byte[] readChunked(long limit) throws TooLarge, Broken {
        start();
        byte[] body = new byte[8192];
        int length = 0;
        while (nextChunk()) {
            while (remaining > 0) {
                if (length + 1L > limit) {
                    throw new TooLarge(limit);
                }
                if (length == body.length) {
                    body = Arrays.copyOf(body, Math.max(length * 2, 8192));
                }
                int room = (int) Math.min(body.length - length, Math.min(remaining, limit - length));
                int count = some(body, length, room);
                length += count;
                remaining -= count;
            }
        }
        return Arrays.copyOf(body, length);
    }

    private void start() {
        if (!started && waits && !ended) {
            sendContinue.run();
        }
        started = true;
    }

    private int some(byte[] target, int offset, int length) throws Broken {
        int count = in.read(target, offset, length, limits.bodyGap());
        if (count < 0) {
            throw new Broken("the body ended early or did not come in time");
        }
        taken += count;
        if (isTooLarge()) {
            throw new Broken("the body is larger than the listener allows");
        }
        return count;
    }

    /** Goes to the next chunk, over the end of the one before; false at the last one, whose trailers are read over. */
    private boolean nextChunk() throws Broken {
        if (ended) {
            return false;
        }
        try {
            if (taken > 0 || remaining < 0) {
                expectEmptyLine();
            }
            String line = line();
            remaining = chunkSize(line);
            if (remaining > 0) {
                return true;
            }
            for (int i = 0; !line().isEmpty(); i++) {
                if (i == MOST_TRAILERS) {
                    throw new Broken("too many trailers");
                }
            }
            ended = true;
            return false;
        } catch (Broken e) {
            throw e;
        } catch (IOException | ConnectionInput.LineTooLong e) {
            throw new Broken("malformed chunk", e);
        }
    }

    private void expectEmptyLine() throws IOException, ConnectionInput.LineTooLong {
        if (!line().isEmpty()) {
            throw new Broken("a chunk is longer than it says");
        }
    }

    private String line() throws IOException, ConnectionInput.LineTooLong {
        return in.line(CHUNK_LINE, System.nanoTime() + limits.bodyGap().toNanos(), false);
    }

    private static long chunkSize(String line) throws Broken {
        int end = 0;
        long size = 0;
        while (end < line.length()) {
            int digit = Character.digit(line.charAt(end), 16);
            if (digit < 0 || line.charAt(end) > 'f') {
                break;
            }
            size = size << 4 | digit;
            end++;
        }
        String rest = line.substring(end);
        boolean extension = rest.stripLeading().startsWith(";");
        boolean control = rest.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
        if (end == 0 || end > 15 || !(rest.isEmpty() || extension) || control) {
            throw new Broken("malformed chunk size");
        }
        return size;
    }

    /** Whether the next request would begin here. */
    boolean isEnded() {
        return ended;
    }

    /** Whether {@link #skip} has a chance to get to the end of the body. */
    boolean isSkippable(long most) {
        boolean withheld = waits && !started;
        return ended || (!withheld && tooLarge == null && (chunked || remaining <= most));
    }

    /** Reads over what nobody asked for, up to {@code most} bytes; false if there is more, or a client waits to be asked. */
    boolean skip(long most) {
        byte[] waste = new byte[8192];
        try {
            if (waits && !started && !ended) {
                return false;
            }
            long skipped = 0;
            while (!ended && skipped <= most) {
                if (chunked && remaining == 0 && !nextChunk()) {
                    break;
                }
                int count = some(waste, 0, (int) Math.min(waste.length, remaining));
                remaining -= count;
                skipped += count;
                ended = !chunked && remaining == 0;
            }
            return ended;
        } catch (Broken e) {
            return false;
        }
    }

    /** Whether more came than the listener allows; only a chunked body can get that far. */
    boolean isTooLarge() {
        return limits.body() > 0 && taken > limits.body();
    }

    long taken() {
        return taken;
    }
}
