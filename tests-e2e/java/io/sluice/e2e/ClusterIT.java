package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A cluster of three brokers as people run them: some down, moving, badly addressed. The ledger holds in all of it: with {@code acks=all}
 * nothing that was answered 200 is lost or there twice, and nothing that was answered 502 or 503 is written.
 *
 * <p>One cluster for all tests, so that starting it is paid for once; it begins with a broker that is down.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final String SYNC =
            "producer_async: false, producer_request_acks: -1, producer_request_timeout: 2000";

    private static ForkedCluster cluster;
    private GatewayProcess gateway;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = ForkedCluster.start(3, 2, Map.of());
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void noGatewayYet() {
        gateway = null;
    }

    @AfterEach
    void stopGateway() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** A route {@code /NAME} to the topic of that name. */
    private static String route(String name, String servers, String config) {
        return "- {name: " + name + ", paths: [/" + name + "], plugins: [{name: kafka-upstream, config: {topic: " + name
                + ", bootstrap_servers: [" + servers + "], " + config + "}}]}\n";
    }

    private static String server(String host, int port) {
        return "{host: '" + host + "', port: " + port + "}";
    }

    private static String allServers() {
        return server("127.0.0.1", cluster.port(1)) + "," + server("127.0.0.1", cluster.port(2)) + ","
                + server("127.0.0.1", cluster.port(3));
    }

    private void serve(String... routes) throws IOException {
        gateway = GatewayProcess.serve(
                "_format_version: '3.0'\nroutes:\n" + String.join("", routes), Map.of("KONG_PROXY_ACCESS_LOG", "off"));
    }

    private int post(String path) throws IOException {
        return Http.post(gateway.proxyPort(), path, "text/plain", "x").status();
    }

    @Test
    @Order(1)
    void aBrokerThatIsDownAtTheStartJoinsLater() throws Exception {
        cluster.createTopic("early", 6);
        serve(route("early", allServers(), SYNC));
        try (Ledger ledger = new Ledger(gateway.proxyPort(), 4, "/early")) {
            ledger.awaitMore(50);
            cluster.start(3);
            ledger.awaitMore(50);
            ledger.stop();

            ledger.assertTrue(cluster.readAll("early"));
            assertThat(ledger.summary()).as("two of three are enough").containsOnlyKeys(200);
        }
    }

    @Test
    @Order(2)
    void addressesThatLeadNowhereDoNotMatter() throws Exception {
        cluster.createTopic("wrong", 3);
        String nobody = server("127.0.0.1", ForkedKafka.freePort());
        String unknown = server("no-such-broker.invalid", 9092);
        String good = server("127.0.0.1", cluster.port(2));
        serve(
                route("wrong", nobody + "," + unknown + "," + good, SYNC),
                "- {name: nowhere, paths: [/nowhere], plugins: [{name: kafka-upstream, config: {topic: wrong, timeout: 2000,"
                        + " error_handling: {return_error_message: true}, bootstrap_servers: [" + unknown + "]}}]}\n");

        assertThat(post("/wrong")).isEqualTo(200);
        Http.Answer nowhere = Http.get(gateway.proxyPort(), "/nowhere");
        assertThat(nowhere.status()).isEqualTo(502);
        assertThat(nowhere.body()).contains("\"error\":\"not found broker\"").doesNotContain("invalid");
        assertThat(cluster.readAll("wrong")).hasSize(1);
    }

    /** {@code localhost} has two addresses, or the only one is tried; nobody listens on the other. */
    @Test
    @Order(3)
    void ofSeveralAddressesOfANameOneIsEnough() throws Exception {
        cluster.createTopic("named", 1);
        try (Forwarder ipv4 = new Forwarder(InetAddress.getByName("127.0.0.1"), cluster.port(1))) {
            serve(route("named", server("localhost", ipv4.port()), SYNC));

            assertThat(post("/named")).isEqualTo(200);
        }
    }

    @Test
    @Order(4)
    void aTopicWithTwoHundredPartitionsIsWrittenToAllOver() throws Exception {
        cluster.createTopic("wide", 200);
        serve(route("wide", allServers(), SYNC + ", key_query_arg: k"), route("early", allServers(), SYNC));

        IntStream.range(0, 600).parallel().forEach(i -> {
            try {
                assertThat(post("/wide?k=" + i)).isEqualTo(200);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        List<ConsumerRecord<byte[], byte[]>> records = cluster.readAll("wide");
        assertThat(records).hasSize(600);
        assertThat(records.stream().map(ConsumerRecord::partition).distinct().count())
                .as("600 keys over 200 partitions")
                .isGreaterThan(150);
    }

    @Test
    @Order(5)
    void aLeaderThatMovesCostsNothing() throws Exception {
        cluster.startMissing(); // where this is the only test
        int preferred = 3;
        cluster.createTopicLedBy("elected", preferred);
        serve(route("elected", allServers(), SYNC));
        try (Ledger ledger = new Ledger(gateway.proxyPort(), 4, "/elected")) {
            ledger.awaitMore(50);
            cluster.kill(preferred);
            Waiting.until("another one leads", () -> {
                int leader = cluster.leader("elected", 0);
                return leader > 0 && leader != preferred;
            });
            ledger.awaitMore(50);
            cluster.start(preferred);
            Waiting.until("all are in sync", () -> cluster.inSync("elected", 0) == 3);
            cluster.electPreferredLeader("elected", 0);
            Waiting.until("the first one leads again", () -> cluster.leader("elected", 0) == preferred);
            ledger.awaitMore(50);
            ledger.stop();

            ledger.assertTrue(cluster.readAll("elected"));
            assertThat(ledger.summary())
                    .as("both changes of the leader are bridged by retries")
                    .containsOnlyKeys(200);
        }
    }

    @Test
    @Order(6)
    void aTopicThatIsDeletedAndMadeAgainUnderLoadIsUsedAgain() throws Exception {
        cluster.createTopic("remade", 3);
        cluster.createTopic("bystander", 3);
        serve(
                route("remade", allServers(), SYNC + ", timeout: 1000, producer_request_retries_max_attempts: 2"),
                route("bystander", allServers(), SYNC));
        try (Ledger ledger = new Ledger(gateway.proxyPort(), 2, "/remade");
                Ledger others = new Ledger(gateway.proxyPort(), 2, "/bystander")) {
            ledger.awaitMore(20);
            cluster.deleteTopic("remade");
            Waiting.until("it is refused", () -> ledger.count(502) > 0);
            Waiting.until("it can be made again", () -> {
                try {
                    cluster.createTopic("remade", 3);
                    return true;
                } catch (java.util.concurrent.ExecutionException e) {
                    return false;
                }
            });
            ledger.awaitMore(20);
            ledger.stop();
            others.stop();

            others.assertTrue(cluster.readAll("bystander"));
            assertThat(others.summary()).as("the other topic").containsOnlyKeys(200);
            assertThat(ledger.summary()).as("no answer was missing").doesNotContainKey(0);
            assertThat(cluster.readAll("remade")).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @Test
    @Order(7)
    void twoClustersAreServedByOneGatewayAndOneThatDiesTakesNobodyWithIt() throws Exception {
        cluster.createTopic("ours", 1);
        try (ForkedCluster other = ForkedCluster.start(1, Map.of())) {
            other.createTopic("theirs", 1);
            serve(
                    route("ours", allServers(), SYNC),
                    route("theirs", server("127.0.0.1", other.port(1)), SYNC + ", cluster_name: theirs"));
            assertThat(post("/ours")).isEqualTo(200);
            assertThat(post("/theirs")).isEqualTo(200);

            assertThat(cluster.readAll("ours")).hasSize(1);
            assertThat(other.readAll("theirs")).hasSize(1);
            assertThat(Http.get(gateway.statusPort(), "/status").body()).contains("\"theirs\"");
            other.kill(1);
            try (Ledger ledger = new Ledger(gateway.proxyPort(), 2, "/ours")) {
                ledger.awaitMore(50);
                ledger.stop();
                assertThat(ledger.summary()).containsOnlyKeys(200);
            }
        }
    }
}
