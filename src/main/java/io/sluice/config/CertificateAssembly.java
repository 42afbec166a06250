package io.sluice.config;

import io.sluice.api.Secret;
import io.sluice.api.entity.CaCertificate;
import io.sluice.api.entity.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes certificates, each with the server names it is for, and those of authorities. */
final class CertificateAssembly {

    private final Load load;
    private final PemChecks checks;
    private final Index<Certificate> certificates;
    private final Index<CaCertificate> authorities;
    private final Index<String> snis;
    /** Names of the top-level list, by the certificate they refer to. */
    private final Map<UUID, List<String>> flat = new HashMap<>();

    private final List<Made<Certificate>> made = new ArrayList<>();
    private final Set<String> digests = new HashSet<>();

    CertificateAssembly(Load load) {
        this.load = load;
        this.checks = new PemChecks(load.reporter(), load.now());
        this.certificates = new Index<>("certificates", "id", load.reporter());
        this.authorities = new Index<>("ca_certificates", "id", load.reporter());
        this.snis = new Index<>("snis", "name", load.reporter());
    }

    void assemble() {
        load.each("snis", (sni, at) -> {
            String certificate = Index.written(sni.path("certificate"));
            String name = sni(sni, at);
            if (name != null && certificate != null && Index.isUuid(certificate)) {
                flat.computeIfAbsent(UUID.fromString(certificate), _ -> new ArrayList<>())
                        .add(name);
            }
        });
        load.each("certificates", this::certificate);
        load.each("snis", (sni, at) -> certificates.owner("certificate", sni, at, null));
        load.each("ca_certificates", this::authority);
    }

    Index<Certificate> certificates() {
        return certificates;
    }

    /** All certificates with their places, for what is nested in them. */
    List<Made<Certificate>> made() {
        return made;
    }

    Index<CaCertificate> authorities() {
        return authorities;
    }

    private void certificate(ObjectNode node, String pointer) {
        UUID id = Load.id("certificates", node, null);
        List<String> names = new ArrayList<>(nestedSnis(node, pointer));
        names.addAll(flat.getOrDefault(id, List.of()));
        String cert = Fields.text(node, "cert", "");
        Secret key = new Secret(Fields.text(node, "key", ""));
        X509Certificate first = null;
        if (node.path("cert").isString() && node.path("key").isString()) {
            Pair pair = pair(node, "", pointer);
            cert = pair.cert;
            key = pair.key;
            first = pair.read;
        } else if (node.path("cert").isString() && !Vaults.isReference(cert)) {
            checks.certificate(cert, "", pointer);
        }
        Pair other = node.has("cert_alt") && node.has("key_alt") ? pair(node, "_alt", pointer) : null;
        alternative(node, first, other, pointer);
        Certificate certificate = new Certificate(
                id,
                cert,
                key,
                other == null ? null : other.cert,
                other == null ? null : other.key,
                List.copyOf(names),
                Fields.set(node, "tags"));
        certificates.add(id, null, certificate, pointer);
        made.add(new Made<>(certificate, node, pointer));
        Load.each(node, "snis", pointer, (sni, at) -> certificates.owner("certificate", sni, at, certificate));
    }

    /** A certificate with its key, resolved; {@code read} is null where it could not be read. */
    private record Pair(String cert, Secret key, @Nullable X509Certificate read) {}

    private Pair pair(ObjectNode node, String suffix, String pointer) {
        String cert = load.secret(node, "cert" + suffix, pointer);
        String key = load.secret(node, "key" + suffix, pointer);
        if (cert == null || key == null) {
            return new Pair(cert == null ? "" : cert, new Secret(key == null ? "" : key), null);
        }
        return new Pair(cert, new Secret(key), checks.pair(cert, new Secret(key), suffix, pointer));
    }

    private void alternative(ObjectNode node, @Nullable X509Certificate first, @Nullable Pair other, String pointer) {
        if (node.has("cert_alt") != node.has("key_alt")) {
            load.reporter()
                    .error(
                            "between-fields",
                            pointer,
                            null,
                            "all or none of these fields must be set: 'cert_alt', 'key_alt'");
        }
        if (first != null && other != null && other.read != null) {
            String type = first.getPublicKey().getAlgorithm();
            if (type.equals(other.read.getPublicKey().getAlgorithm())) {
                load.reporter()
                        .error(
                                "between-fields",
                                pointer + "/cert_alt",
                                null,
                                "the alternative certificate must have a key of another type; both are " + type);
            }
        }
    }

    /** Names, or maps with one. */
    private List<String> nestedSnis(ObjectNode node, String pointer) {
        List<String> names = new ArrayList<>();
        JsonNode nested = node.path("snis");
        for (int i = 0; i < nested.size(); i++) {
            String at = pointer + "/snis/" + i;
            String name = nested.path(i).isString()
                    ? added(nested.path(i).asString(), nested.path(i), at)
                    : sni(nested.path(i), at);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private @Nullable String sni(JsonNode sni, String pointer) {
        String name = Fields.text(sni, "name");
        return name == null ? null : added(name, sni, pointer);
    }

    private String added(String name, JsonNode sni, String pointer) {
        snis.add(Load.id("snis", sni, name), name, name, pointer);
        return name;
    }

    private void authority(ObjectNode node, String pointer) {
        String cert = Fields.text(node, "cert");
        String digest = cert == null ? null : checks.authority(cert, pointer);
        boolean named = node.has("id");
        UUID id = Load.id("ca_certificates", node, digest == null ? null : "ca_certificates:*:" + digest);
        CaCertificate authority = new CaCertificate(id, cert == null ? "" : cert, Fields.set(node, "tags"));
        authorities.add(id, null, authority, pointer);
        if (digest != null && !digests.add(digest) && named) { // without one, the id is the same too
            load.reporter()
                    .error(
                            "not-unique",
                            pointer + "/cert",
                            null,
                            "uniqueness violation: 'ca_certificates' entity with cert_digest set to '" + digest
                                    + "' already declared");
        }
    }
}
