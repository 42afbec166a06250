package io.sluice.testing;

import io.sluice.api.Secret;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Credential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The consumers of a declaration with what is nested in them, as a host would hold them. */
public final class Consumers {

    private Consumers() {}

    /** The same, as text: {@code {"consumers": [...]}}. */
    public static FakeHost of(String config) {
        return of(JsonMapper.shared().readTree(config));
    }

    public static FakeHost of(JsonNode config) {
        boolean plain = config.path("_transform").asBoolean(true);
        List<Consumer> consumers = new ArrayList<>();
        List<Credential> credentials = new ArrayList<>();
        for (JsonNode node : config.path("consumers")) {
            List<ConsumerGroup> groups = node.path("groups")
                    .valueStream()
                    .map(group -> new ConsumerGroup(id(group), text(group, "name"), Set.of()))
                    .toList();
            Consumer consumer =
                    new Consumer(id(node), text(node, "username"), text(node, "custom_id"), groups, Set.of());
            consumers.add(consumer);
            for (String type : List.of("keyauth_credentials", "basicauth_credentials", "acls")) {
                node.path(type).forEach(one -> credentials.add(credential(type, consumer, one, plain)));
            }
        }
        return new FakeHost().with(consumers, credentials);
    }

    private static Credential credential(String type, Consumer consumer, JsonNode node, boolean plain) {
        String key = node.path("key")
                .asString(node.path("username").asString(node.path("group").asString("")));
        String password = text(node, "password");
        if (password != null && plain) {
            password = hash("SHA-256", password + consumer.id());
        }
        Instant expires = node.has("expires") ? Instant.parse(text(node, "expires")) : null;
        return new Credential(
                id(node), type, consumer, new Secret(key), password == null ? null : new Secret(password), expires);
    }

    /** In lower-case hexadecimal digits. */
    public static String hash(String algorithm, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UUID id(JsonNode node) {
        String id = text(node, "id");
        return id == null ? UUID.randomUUID() : UUID.fromString(id);
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).asString(null);
    }
}
