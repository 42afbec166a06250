package io.sluice.observe;

import io.sluice.api.Completion;
import io.sluice.api.Exchange;
import io.sluice.api.Log;
import io.sluice.api.Request;
import io.sluice.runtime.CompletionListener;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Kong's default access line: {@code ADDR - - [time] "REQUEST LINE" STATUS BODY_BYTES "REFERER" "USER-AGENT" kong_request_id:
 * "ID"}. Lines are whole and never mix; a log that cannot be written neither fails nor delays a request ({@link LineQueue}).
 */
public final class AccessLog implements CompletionListener, Closeable {

    private static final Log LOG = Log.of("access-log");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** So many bytes may wait: tens of thousands of lines. */
    private static final long MOST = 4 << 20;

    private final OutputStream out;
    private final boolean owned;
    private final LineQueue lines;
    private volatile Second second = new Second(Long.MIN_VALUE, "");
    private boolean failing;

    private record Second(long epochSecond, String text) {}

    /** Closes {@code out} at the end if it is {@code owned}: the process's own streams are not. */
    AccessLog(OutputStream out, boolean owned) {
        this.out = out;
        this.owned = owned;
        this.lines = new LineQueue("access-log", out, MOST, AccessLog::gap, this::failed);
    }

    /** A log of requests holds nothing else: the other log tells. */
    private static String gap(long dropped) {
        LOG.warn("the access log could not be written as fast as requests came", "lines_dropped", dropped);
        return "";
    }

    private void failed(IOException e) {
        if (!failing) {
            failing = true;
            LOG.warn("the access log cannot be written; requests go on", "cause", e.getMessage());
        }
    }

    /** Lines that were dropped since nobody took them in time. */
    public long dropped() {
        return lines.dropped();
    }

    /**
     * Opens the target of {@code proxy_access_log}.
     *
     * @param target {@code off}, a file (appended to), or {@code /dev/stdout}
     * @return empty for {@code off}
     * @throws IOException if the file cannot be opened
     */
    public static Optional<AccessLog> open(String target) throws IOException {
        return switch (target) {
            case "off" -> Optional.empty();
            case "/dev/stdout" -> Optional.of(new AccessLog(new FileOutputStream(FileDescriptor.out), false));
            case "/dev/stderr" -> Optional.of(new AccessLog(new FileOutputStream(FileDescriptor.err), false));
            default -> {
                Path file = Path.of(target);
                if (file.getParent() != null) {
                    Files.createDirectories(file.getParent());
                }
                yield Optional.of(new AccessLog(
                        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), true));
            }
        };
    }

    @Override
    public void completed(Exchange exchange, Completion completion) {
        lines.offer(line(exchange.received(), completion).getBytes(StandardCharsets.ISO_8859_1));
    }

    private String line(Request request, Completion completion) {
        StringBuilder line = new StringBuilder(200);
        line.append(request.clientAddress())
                .append(" - - [")
                .append(time(completion.startedAt()))
                .append("] \"");
        requestLine(line, request);
        line.append("\" ").append(completion.status()).append(' ');
        line.append(completion.bodyBytes());
        quoted(line, request.headers().first("Referer").orElse(""));
        quoted(line, request.headers().first("User-Agent").orElse(""));
        return line.append(" kong_request_id: \"")
                .append(request.id())
                .append("\"\n")
                .toString();
    }

    /** Of a request whose first line could not be read, what there was of it. */
    private static void requestLine(StringBuilder line, Request request) {
        if (request.method().isEmpty()) {
            escape(line, request.target());
            return;
        }
        escape(line, request.method());
        line.append(' ');
        escape(line, request.target());
        line.append(" HTTP/").append(request.httpVersion());
    }

    private String time(Instant at) {
        Second now = second;
        if (now.epochSecond != at.getEpochSecond()) {
            now = new Second(at.getEpochSecond(), TIME.format(at));
            second = now;
        }
        return now.text;
    }

    private static void quoted(StringBuilder line, String value) {
        line.append(" \"");
        escape(line, value.isEmpty() ? "-" : value);
        line.append('"');
    }

    /** As nginx does: quotes, backslashes and bytes outside printable ASCII become {@code \xHH}. */
    private static void escape(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c >= 0x7f) {
                line.append("\\x")
                        .append(Character.toUpperCase(Character.forDigit(c >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            } else {
                line.append(c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
        if (owned) {
            out.close();
        }
    }
}
