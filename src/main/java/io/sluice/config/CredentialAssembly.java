package io.sluice.config;

import io.sluice.api.Secret;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Credential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes what consumers are known by: keys, user names with passwords, ACL groups. Of passwords, only hashes are kept. */
final class CredentialAssembly {

    private static final String KEYS = "keyauth_credentials";
    private static final String BASIC = "basicauth_credentials";
    private static final String ACLS = "acls";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 32;
    /** P10: a ttl from here on is a time, not a duration. */
    private static final long FIRST_TIME = 1_000_000_000;

    private static final long YEAR_9999 = 253_402_300_799L;

    private final Load load;
    private final ConsumerAssembly consumers;
    private final boolean hashed;
    private final Index<Credential> keys;
    private final Index<Credential> basics;
    private final Index<Credential> acls;
    private final Set<String> usedKeys = new HashSet<>();
    private final List<Credential> credentials = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    CredentialAssembly(Load load, ConsumerAssembly consumers) {
        this.load = load;
        this.consumers = consumers;
        this.hashed = !Fields.flag(load.root(), "_transform", true)
                || Fields.flag(load.root().path("_info"), "skip_hash_for_basic_auth", false);
        this.keys = new Index<>(KEYS, "key", load.reporter());
        this.basics = new Index<>(BASIC, "username", load.reporter());
        this.acls = new Index<>(ACLS, "group", load.reporter());
    }

    /** Those nested in consumers, then those of the top-level lists. */
    void assemble() {
        for (Made<Consumer> made : consumers.made()) {
            Load.each(made.node(), KEYS, made.pointer(), (node, at) -> key(node, at, made.entity()));
            Load.each(made.node(), BASIC, made.pointer(), (node, at) -> basic(node, at, made.entity()));
            Load.each(made.node(), ACLS, made.pointer(), (node, at) -> acl(node, at, made.entity()));
        }
        load.each(KEYS, (node, at) -> key(node, at, null));
        load.each(BASIC, (node, at) -> basic(node, at, null));
        load.each(ACLS, (node, at) -> acl(node, at, null));
    }

    List<Credential> credentials() {
        return List.copyOf(credentials);
    }

    private @Nullable Consumer owner(ObjectNode node, String pointer, @Nullable Consumer parent) {
        if (parent == null && !node.has("consumer")) {
            load.reporter().error("required-field", pointer, null, "required field missing: 'consumer'");
        }
        return consumers.consumers().owner("consumer", node, pointer, parent);
    }

    private void key(ObjectNode node, String pointer, @Nullable Consumer parent) {
        Consumer owner = owner(node, pointer, parent);
        String key = node.has("key") ? load.secret(node, "key", pointer) : generated(pointer);
        if (key != null && !usedKeys.add(key)) {
            load.reporter()
                    .error(
                            "not-unique",
                            pointer + "/key",
                            null,
                            "uniqueness violation: '" + KEYS + "' entity with the same key already declared");
        }
        if (owner == null || key == null) {
            return;
        }
        UUID id = Load.id(KEYS, node, null);
        add(keys, new Credential(id, KEYS, owner, new Secret(key), null, expires(node)), null, pointer);
    }

    /** As Kong makes one, and as useless: nobody knows it. */
    private String generated(String pointer) {
        load.reporter()
                .warning(
                        "generated-key",
                        pointer,
                        null,
                        "without 'key' a random one is generated at every load, which nobody knows",
                        "write the key, or a reference: {vault://env/name}");
        StringBuilder key = new StringBuilder(KEY_LENGTH);
        for (int i = 0; i < KEY_LENGTH; i++) {
            key.append(KEY_CHARACTERS.charAt(random.nextInt(KEY_CHARACTERS.length())));
        }
        return key.toString();
    }

    private @Nullable Instant expires(ObjectNode node) {
        Long ttl = Fields.time(node, "ttl");
        if (ttl == null || ttl <= 0) {
            return null;
        }
        return ttl < FIRST_TIME ? load.now().plusSeconds(ttl) : Instant.ofEpochSecond(Math.min(ttl, YEAR_9999));
    }

    private void basic(ObjectNode node, String pointer, @Nullable Consumer parent) {
        Consumer owner = owner(node, pointer, parent);
        String username = Fields.text(node, "username");
        String password = load.secret(node, "password", pointer);
        if (owner == null || username == null || password == null) {
            return;
        }
        Secret hash = new Secret(hashed ? stored(password, pointer) : hash(password, owner));
        UUID id = Load.id(BASIC, node, BASIC + ":*:" + username);
        add(basics, new Credential(id, BASIC, owner, new Secret(username), hash, null), username, pointer);
    }

    /** A hash that the file holds; what is none matches no password, and is not kept. */
    private String stored(String password, String pointer) {
        String hash = password.toLowerCase(Locale.ROOT);
        if (HASH.matcher(hash).matches()) {
            return hash;
        }
        load.reporter()
                .warning(
                        "not-a-hash",
                        pointer + "/password",
                        null,
                        "with _transform: false a password is its hash, 64 (SHA-256) or 40 (SHA-1) hexadecimal digits;"
                                + " this one lets nobody in",
                        null);
        return "";
    }

    /** P2: SHA-256 over the password and the id of its owner, as Kong from 3.14 on writes it. */
    private static String hash(String password, Consumer owner) {
        try {
            byte[] text = (password + owner.id()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void acl(ObjectNode node, String pointer, @Nullable Consumer parent) {
        Consumer owner = owner(node, pointer, parent);
        String group = Fields.text(node, "group");
        if (owner == null || group == null) {
            return;
        }
        String of = parent != null ? parent.id().toString() : Index.text(node.path("consumer"));
        UUID id = Load.id(ACLS, node, ACLS + ":*:" + of + ":" + group);
        add(acls, new Credential(id, ACLS, owner, new Secret(group), null, null), owner.id() + ":" + group, pointer);
    }

    private void add(Index<Credential> index, Credential credential, @Nullable String unique, String pointer) {
        index.add(credential.id(), unique, credential, pointer);
        credentials.add(credential);
    }
}
