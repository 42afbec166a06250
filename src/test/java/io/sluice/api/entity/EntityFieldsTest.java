package io.sluice.api.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sluice.api.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntityFieldsTest {

    private static final UUID ID = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000002");

    private static final Service SERVICE = new Service(
            OTHER, null, "https", "up.test", 443, null, 5, 1, 2, 3, true, null, null, null, List.of(), Set.of());

    @Test
    void aRouteWithEverything() {
        Route route = new Route(
                ID,
                "r",
                SERVICE,
                Set.of("https", "http"),
                Set.of("PUT", "GET"),
                List.of("b.test", "a.test"),
                List.of("/b", "~/a"),
                Map.of("x-a", List.of("1", "2")),
                Set.of("a.test"),
                List.of(new Route.Endpoint("10.0.0.0/8", null)),
                List.of(new Route.Endpoint(null, 8443)),
                426,
                7,
                true,
                "v0",
                false,
                true,
                true,
                Set.of("t2", "t1"),
                1_700_000_000L);

        assertThat(EntityFields.of(route))
                .containsExactly(
                        entry("id", ID.toString()),
                        entry("created_at", 1_700_000_000L),
                        entry("name", "r"),
                        entry("service", Map.of("id", OTHER.toString())),
                        entry("protocols", List.of("http", "https")),
                        entry("methods", List.of("GET", "PUT")),
                        entry("hosts", List.of("b.test", "a.test")),
                        entry("paths", List.of("/b", "~/a")),
                        entry("headers", Map.of("x-a", List.of("1", "2"))),
                        entry("snis", List.of("a.test")),
                        entry("sources", List.of(Map.of("ip", "10.0.0.0/8"))),
                        entry("destinations", List.of(Map.of("port", 8443))),
                        entry("https_redirect_status_code", 426),
                        entry("regex_priority", 7),
                        entry("strip_path", true),
                        entry("path_handling", "v0"),
                        entry("preserve_host", false),
                        entry("request_buffering", true),
                        entry("response_buffering", true),
                        entry("tags", List.of("t1", "t2")));
    }

    @Test
    void whatIsNotSetIsLeftOutButTags() {
        Route route = new Route(
                ID,
                null,
                null,
                Set.of("http"),
                Set.of(),
                List.of(),
                List.of(),
                Map.of(),
                Set.of(),
                List.of(),
                List.of(),
                426,
                0,
                true,
                "v0",
                false,
                true,
                true,
                Set.of(),
                null);

        assertThat(EntityFields.of(route).keySet())
                .containsExactly(
                        "id",
                        "protocols",
                        "https_redirect_status_code",
                        "regex_priority",
                        "strip_path",
                        "path_handling",
                        "preserve_host",
                        "request_buffering",
                        "response_buffering",
                        "tags");
        assertThat(EntityFields.of(route)).containsEntry("tags", List.of());
    }

    @Test
    void aServiceShowsCertificatesAsIdsAlone() {
        Certificate shown = new Certificate(
                ID, "-----BEGIN CERTIFICATE-----", new Secret("CANARY"), null, null, List.of(), Set.of());
        CaCertificate trusted = new CaCertificate(ID, "-----BEGIN CERTIFICATE-----", Set.of());
        Service service = new Service(
                OTHER,
                "s",
                "https",
                "up.test",
                443,
                "/base",
                5,
                1,
                2,
                3,
                true,
                shown,
                true,
                2,
                List.of(trusted),
                Set.of("t"));

        assertThat(EntityFields.of(service))
                .containsExactly(
                        entry("id", OTHER.toString()),
                        entry("name", "s"),
                        entry("protocol", "https"),
                        entry("host", "up.test"),
                        entry("port", 443),
                        entry("path", "/base"),
                        entry("retries", 5),
                        entry("connect_timeout", 1),
                        entry("write_timeout", 2),
                        entry("read_timeout", 3),
                        entry("enabled", true),
                        entry("client_certificate", Map.of("id", ID.toString())),
                        entry("tls_verify", true),
                        entry("tls_verify_depth", 2),
                        entry("ca_certificates", List.of(ID.toString())),
                        entry("tags", List.of("t")));
    }

    @Test
    void aConsumerIsPrintedWithoutItsGroups() {
        Consumer consumer =
                new Consumer(ID, "bob", "bob-42", List.of(new ConsumerGroup(OTHER, "gold", Set.of())), Set.of());

        assertThat(EntityFields.of(consumer))
                .containsExactly(
                        entry("id", ID.toString()),
                        entry("username", "bob"),
                        entry("custom_id", "bob-42"),
                        entry("tags", List.of()));
        assertThat(EntityFields.of(new Consumer(ID, null, "c", List.of(), Set.of()))
                        .keySet())
                .containsExactly("id", "custom_id", "tags");
    }
}
