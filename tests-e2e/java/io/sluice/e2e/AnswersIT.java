package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers are true (decisions D1, D6, D8): what each status says of the record, with real faults on a real broker. */
class AnswersIT {

    private ForkedKafka kafka;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws Exception {
        kafka = ForkedKafka.start(ForkedKafka.NEWEST);
        kafka.createTopic("there", 1);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        kafka.close();
    }

    private static String route(String name, int port, String config) {
        return "- {name: " + name + ", paths: [/" + name
                + "], plugins: [{name: kafka-upstream, config: {bootstrap_servers: [{host: 127.0.0.1, port: " + port
                + "}], " + config + "}}]}\n";
    }

    private void serve(String... routes) throws IOException {
        gateway = GatewayProcess.serve("_format_version: '3.0'\nroutes:\n" + String.join("", routes), Map.of());
    }

    private Http.Answer post(String path, String body) throws IOException {
        return Http.post(gateway.proxyPort(), path, "text/plain", body);
    }

    @Test
    void syncIsAnsweredAfterTheAcknowledgement() throws IOException {
        serve(
                route("all", kafka.port(), "topic: there, producer_async: false, producer_request_acks: -1"),
                route("leader", kafka.port(), "topic: there, producer_async: false"),
                route("none", kafka.port(), "topic: there, producer_async: false, producer_request_acks: 0"));

        for (String route : List.of("all", "leader")) {
            long before = kafka.endOffset("there");
            assertThat(post("/" + route, "x").status()).isEqualTo(200);
            assertThat(kafka.endOffset("there"))
                    .as("written when the answer came")
                    .isEqualTo(before + 1);
        }
        assertThat(post("/none", "x").status()).isEqualTo(200);
        kafka.read("there", 0, 3);
    }

    @Test
    void aMissingTopicIsRefusedSlowsNobodyAndWorksOnceItIsThere() throws Exception {
        serve(
                route("missing", kafka.port(), "topic: not-there, producer_async: false"),
                route("async-missing", kafka.port(), "topic: not-there, error_handling: {return_error_message: true}"),
                route("good", kafka.port(), "topic: there, producer_async: false"));

        Waiting.until(
                "the summary says so",
                () -> String.join("\n", gateway.output()).contains("topics that cannot be sent to: not-there"));
        Http.Answer refused = post("/missing", "x");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.body())
                .isEqualTo("{\"message\":\"Bad Gateway\",\"error\":\"could not send message to topic\"}");
        assertThat(post("/async-missing", "x").body()).contains("UnknownTopicOrPartition");
        assertThat(post("/good", "x").status()).isEqualTo(200);

        kafka.createTopic("not-there", 1);
        Waiting.until("the new topic is used", () -> post("/missing", "y").status() == 200);
        assertThat(kafka.read("not-there", 0, 1).getFirst().value()).isNotEmpty();
    }

    @Test
    void aClusterThatWasNeverReachedIsRefusedAlsoAsync() throws Exception {
        int nobody = ForkedKafka.freePort();
        serve(
                route("dead", nobody, "topic: t, timeout: 1000"),
                route("dead-sync", nobody, "topic: t, timeout: 1000, producer_async: false"),
                "- {name: none, paths: [/none], plugins: [{name: kafka-upstream, config: {topic: t}}]}\n",
                route("good", kafka.port(), "topic: there"));

        Waiting.until(
                "the summary says so", () -> String.join("\n", gateway.output()).contains("NOT REACHED"));
        for (String path : List.of("/dead", "/dead-sync", "/none")) {
            Http.Answer answer = post(path, "x");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("could not create a Kafka Producer from given configuration");
        }
        assertThat(post("/good", "x").status()).isEqualTo(200);
    }

    @Test
    void aFrozenBrokerMakesAnUnknownOutcome() throws Exception {
        serve(
                route(
                        "sync",
                        kafka.port(),
                        "topic: there, producer_async: false, producer_request_timeout: 500, producer_request_retries_max_attempts: 2"));
        assertThat(post("/sync", "first").status()).isEqualTo(200);

        kafka.freeze();
        Http.Answer answer;
        try {
            answer = post("/sync", "perhaps");
        } finally {
            kafka.thaw();
        }

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body())
                .isEqualTo("{\"message\":\"Gateway Timeout\",\"error\":\"could not send message to topic\"}");
        Waiting.until("it answers again", () -> post("/sync", "later").status() == 200);
    }

    @Test
    void aDeadBrokerIsARefusalBecauseNothingWasSent() throws Exception {
        serve(
                route(
                        "sync",
                        kafka.port(),
                        "topic: there, producer_async: false, producer_request_timeout: 500, producer_request_retries_max_attempts: 2"));
        assertThat(post("/sync", "first").status()).isEqualTo(200);
        kafka.kill();
        // the client has to notice; what it sent before it did may count as unknown
        Waiting.until(
                "the connection is known to be dead",
                () -> post("/sync", "early").status() == 502);

        assertThat(post("/sync", "refused").status()).isEqualTo(502);

        kafka.start();
        Waiting.until("it answers again", () -> post("/sync", "later").status() == 200);
        assertThat(kafka.read("there", 0, 2)).noneMatch(r -> new String(r.value()).contains("refused"));
    }

    @Test
    void anOutageIsBufferedAndDeliveredAfterwards() throws Exception {
        serve(route("async", kafka.port(), "topic: there, producer_request_retries_max_attempts: 50"));
        assertThat(post("/async", "before").status()).isEqualTo(200);
        kafka.read("there", 0, 1);
        kafka.kill();

        for (int i = 0; i < 20; i++) {
            assertThat(post("/async", "during " + i).status()).isEqualTo(200);
        }
        kafka.start();

        assertThat(kafka.read("there", 1, 20)).hasSize(20);
        assertThat(Http.get(gateway.statusPort(), "/metrics").body()).doesNotContain("outcome=\"lost\"");
    }

    @Test
    void aRecordHasItsOwnTimeHoweverOldTheBatchItIsIn() throws Exception {
        serve(route(
                "async",
                kafka.port(),
                "topic: there, producer_request_timeout: 1000, producer_request_retries_max_attempts: 3"));
        assertThat(post("/async", "x").status()).isEqualTo(200);
        kafka.read("there", 0, 1);
        kafka.kill();

        int accepted = 0;
        while (lost() == 0) {
            assertThat(post("/async", "x").status()).isEqualTo(200);
            accepted++;
        }

        assertThat(lost()).isLessThan(accepted / 2.0);
    }

    private double lost() throws IOException {
        return metric("sluice_kafka_records_total{outcome=\"lost\"");
    }

    /** The sum of all samples that begin so. */
    private double metric(String start) throws IOException {
        return Http.get(gateway.statusPort(), "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void aFullBufferIsAnsweredAtOnce() throws Exception {
        serve(route("small", kafka.port(), "topic: there, producer_async_buffering_limits_messages_in_memory: 3"));
        assertThat(post("/small", "x").status()).isEqualTo(200);
        kafka.read("there", 0, 1);
        kafka.freeze();
        try {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                statuses.add(post("/small", "y").status());
            }
            assertThat(statuses).containsExactly(200, 200, 200, 503, 503);
            Http.Answer shed = post("/small", "z");
            assertThat(shed.headers()).containsEntry("retry-after", "1");
            assertThat(shed.body())
                    .isEqualTo("{\"message\":\"Service Unavailable\",\"error\":\"could not send message to topic\"}");
        } finally {
            kafka.thaw();
        }
    }

    /** The broker's limit is known to it alone, so after a 200 of an async route; the producer's is known before. */
    @Test
    void aRecordTooLargeIsRefusedAsSuch() throws Exception {
        kafka.createTopic("big", 1);
        gateway = GatewayProcess.serve(
                "_format_version: '3.0'\nroutes:\n"
                        + route("big", kafka.port(), "topic: big, producer_async: false")
                        + route(
                                "detailed",
                                kafka.port(),
                                "topic: big, producer_async: false, error_handling: {return_error_message: true}")
                        + route("async", kafka.port(), "topic: big"),
                Map.of("KONG_KAFKA_MAX_BODY_SIZE", "8m"));

        Http.Answer answer = post("/big", "x".repeat(2_000_000));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body())
                .isEqualTo("{\"message\":\"Payload Too Large\",\"error\":\"could not send message to topic\"}");
        assertThat(post("/detailed", "x".repeat(2_000_000)).body()).contains("MessageSizeTooLarge");
        for (String route : List.of("/big", "/async")) {
            assertThat(post(route, "x".repeat(4_500_000)).status()).isEqualTo(413);
        }
        assertThat(kafka.endOffset("big")).isZero();
        // what docs/plugins.md says fits a broker that nobody has configured
        assertThat(Http.post(gateway.proxyPort(), "/big", "application/json", json(524_238))
                        .status())
                .isEqualTo(200);
        assertThat(Http.post(gateway.proxyPort(), "/big", "application/json", json(524_250))
                        .status())
                .isEqualTo(413);

        assertThat(post("/async", "x".repeat(2_000_000)).status()).isEqualTo(200);
        Waiting.until("it is lost", () -> lost() == 1);
        assertThat(gateway.stop()).as("the stop lost nothing").isZero();
        assertThat(gateway.output().getLast()).isEqualTo("stopped; 1 record was lost before the stop");
    }

    /** So many bytes, none of which JSON escapes in a text. */
    private static String json(int bytes) {
        return "[" + "1".repeat(bytes - 2) + "]";
    }

    @Test
    void aForbiddenTopicIsRefusedWithKafkasNameOfTheError() throws Exception {
        kafka.createTopic("forbidden", 1);
        kafka.forbidWriting("forbidden");
        serve(
                route("plain", kafka.port(), "topic: forbidden, producer_async: false"),
                route(
                        "detailed",
                        kafka.port(),
                        "topic: forbidden, producer_async: false, producer_request_acks: -1, error_handling: {return_error_message: true}"),
                route(
                        "both",
                        kafka.port(),
                        "topic: forbidden, producer_async: false, topics_query_arg: t, allowed_topics: [there], error_handling: {return_error_message: true}"));

        assertThat(post("/plain", "x").body())
                .isEqualTo("{\"message\":\"Bad Gateway\",\"error\":\"could not send message to topic\"}");
        assertThat(post("/detailed", "x").status()).isEqualTo(502);
        assertThat(post("/detailed", "x").body()).contains("TopicAuthorizationFailed");
        Http.Answer partly = post("/both?t=there,forbidden", "x");
        assertThat(partly.status()).as("one of two was written").isEqualTo(504);
        assertThat(partly.body()).contains("forbidden: TopicAuthorizationFailed");
        kafka.read("there", 0, 1);
    }

    @Test
    void aTopicThatIsDeletedAndMadeAgainIsUsedAgain() throws Exception {
        kafka.createTopic("again", 1);
        serve(
                route(
                        "again",
                        kafka.port(),
                        "topic: again, producer_async: false, timeout: 1000, producer_request_timeout: 500, producer_request_retries_max_attempts: 2"),
                route("good", kafka.port(), "topic: there, producer_async: false"));
        assertThat(post("/again", "x").status()).isEqualTo(200);

        kafka.deleteTopic("again");
        Waiting.until("it is refused", () -> post("/again", "x").status() == 502);
        assertThat(post("/good", "x").status()).isEqualTo(200);
        kafka.createTopic("again", 1);
        Waiting.until("it is used again", () -> post("/again", "y").status() == 200);
    }

    @Test
    void keysKeepTheirOrder() throws Exception {
        kafka.createTopic("keyed", 1);
        serve(route("keyed", kafka.port(), "topic: keyed, producer_async: false, key_query_arg: k"));

        for (int i = 0; i < 50; i++) {
            assertThat(post("/keyed?k=a", Integer.toString(i)).status()).isEqualTo(200);
        }

        var records = kafka.read("keyed", 0, 50);
        for (int i = 0; i < 50; i++) {
            assertThat(new String(records.get(i).value())).contains("\"body\":\"" + i + "\"");
            assertThat(new String(records.get(i).key())).isEqualTo("a");
        }
    }

    @Test
    void equalSpecificationsShareAProducer() throws IOException {
        serve(
                route("one", kafka.port(), "topic: there"),
                route("two", kafka.port(), "topic: there, forward_uri: true"),
                route("other", kafka.port(), "topic: there, producer_async: false"));

        String status = Http.get(gateway.statusPort(), "/status").body();

        assertThat(status).contains("\"routes\":[\"one\",\"two\"]").contains("\"routes\":[\"other\"]");
    }

    @Test
    void stoppingFlushesWhatWasAcceptedAndAnswersWhatIsInFlight() throws Exception {
        kafka.createTopic("drained", 1);
        serve(route("drained", kafka.port(), "topic: drained"));
        int senders = 8;
        CountDownLatch underWay = new CountDownLatch(senders * 20);
        List<Future<Integer>> accepted = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int s = 0; s < senders; s++) {
                accepted.add(threads.submit(() -> {
                    int ok = 0;
                    while (true) {
                        try {
                            ok += post("/drained", "x").status() == 200 ? 1 : 0;
                            underWay.countDown();
                        } catch (IOException e) {
                            return ok; // refused: it has stopped listening
                        }
                    }
                }));
            }
            underWay.await();
            int code = gateway.stop();
            assertThat(code).as(String.join("\n", gateway.output())).isZero();
        }
        int total = 0;
        for (Future<Integer> one : accepted) {
            total += one.get();
        }
        assertThat(kafka.read("drained", 0, total)).hasSizeGreaterThanOrEqualTo(total);
    }

    @Test
    void whatExpiresWhileRequestsAreFinishedIsLostByTheStop() throws Exception {
        String brief = ", producer_request_timeout: 500, producer_request_retries_max_attempts: 2";
        serve(
                route("lost", kafka.port(), "topic: there" + brief),
                route(
                        "slow",
                        kafka.port(),
                        "topic: there, producer_async: false, producer_request_timeout: 3000, producer_request_retries_max_attempts: 2"));
        assertThat(post("/lost", "x").status()).isEqualTo(200);
        assertThat(post("/slow", "x").status()).isEqualTo(200);
        kafka.read("there", 0, 2);
        kafka.freeze();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Http.Answer> inFlight = threads.submit(() -> post("/slow", "x"));
            Waiting.until("it is in flight", () -> metric("sluice_kafka_buffered_records{") == 1);
            assertThat(post("/lost", "x").status()).isEqualTo(200);

            assertThat(gateway.stop()).isEqualTo(1);

            assertThat(inFlight.get().status()).isEqualTo(504);
            assertThat(String.join("\n", gateway.output())).contains("1 accepted records were not delivered");
        } finally {
            kafka.thaw();
        }
    }

    /** kafka-log keeps its entries until the cluster is reached for the first time. */
    @Test
    void stoppingWaitsForWhatPluginsHoldForAProducer() throws Exception {
        kafka.createTopic("log", 1);
        kafka.kill();
        serve("- {name: logged, paths: [/logged], plugins: [{name: request-termination}, {name: kafka-log,"
                + " config: {topic: log, timeout: 60000, bootstrap_servers: [{host: 127.0.0.1, port: " + kafka.port()
                + "}]}}]}\n");
        for (int i = 0; i < 5; i++) {
            assertThat(post("/logged", "x").status()).isEqualTo(503);
        }

        gateway.terminate();
        kafka.start();

        assertThat(gateway.awaitExit()).isZero();
        assertThat(String.join("\n", gateway.output())).doesNotContain("log entries not sent");
        assertThat(kafka.read("log", 0, 5)).hasSize(5);
    }

    @Test
    void stoppingSaysWhatItLost() throws Exception {
        serve(route(
                "lost",
                kafka.port(),
                "topic: there, producer_request_timeout: 1000, producer_request_retries_max_attempts: 3"));
        assertThat(post("/lost", "x").status()).isEqualTo(200);
        kafka.read("there", 0, 1);
        kafka.kill();
        for (int i = 0; i < 7; i++) {
            assertThat(post("/lost", "x").status()).isEqualTo(200);
        }

        int code = gateway.stop();

        assertThat(code).isEqualTo(1);
        assertThat(String.join("\n", gateway.output())).contains("7 accepted records were not delivered");
    }
}
