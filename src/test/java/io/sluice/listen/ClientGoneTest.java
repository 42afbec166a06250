package io.sluice.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Headers;
import io.sluice.api.Request;
import io.sluice.api.Responder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handler that waits for something else learns that its client has left, and what the client sends meanwhile is not lost. */
class ClientGoneTest {

    private static final String WAITING = "GET /wait HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LAST = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final Semaphore gone = new Semaphore(0);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(this::handle);
    }

    @AfterEach
    void stop() {
        answer.countDown();
        server.close();
    }

    private void handle(Request request, Responder responder) throws IOException {
        if (request.rawPath().equals("/wait")) {
            try (Responder.Watch _ = responder.onClientGone(this::left)) {
                waiting.countDown();
                await(answer);
            }
        }
        responder.respond(200, new Headers(), request.rawPath().getBytes(StandardCharsets.US_ASCII));
    }

    private void left() {
        calls.incrementAndGet();
        gone.release();
        answer.countDown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"close", "reset", "half-close", "close after a pipelined request", "close in a pipelined request"
            })
    void theHandlerIsTold(String how) throws Exception {
        try (RawClient client = RawClient.connect(server.ports().getFirst())) {
            client.write(WAITING);
            await(waiting);
            switch (how) {
                case "reset" -> client.reset();
                case "half-close" -> client.socket().shutdownOutput();
                case "close after a pipelined request" -> client.write(LAST).close();
                case "close in a pipelined request" -> client.write("GET /la").close();
                default -> client.socket().close();
            }
            assertThat(gone.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        server.close();
        assertThat(calls).as("once").hasValue(1);
    }

    @Test
    void whoeverStaysIsAnsweredAndNotCalledGone() throws Exception {
        try (RawClient client = RawClient.connect(server.ports().getFirst())) {
            client.write(WAITING);
            await(waiting);
            client.write(LAST);
            answer.countDown();
            assertThat(client.rest()).containsSubsequence("HTTP/1.1 200", "/wait", "HTTP/1.1 200", "/last");
        }
        server.close();
        assertThat(calls).hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
