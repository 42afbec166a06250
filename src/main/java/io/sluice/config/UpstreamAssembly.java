package io.sluice.config;

import io.sluice.api.entity.Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Checks upstreams and their targets, which are not hosted yet, and knows their names. */
final class UpstreamAssembly {

    /** What hashing needs beside, by what is hashed. */
    private static final Map<String, String> HASH_ON = Map.of(
            "header", "hash_on_header",
            "cookie", "hash_on_cookie",
            "query_arg", "hash_on_query_arg",
            "uri_capture", "hash_on_uri_capture");

    private static final Map<String, String> HASH_FALLBACK = Map.of(
            "header", "hash_fallback_header",
            "cookie", "hash_on_cookie",
            "query_arg", "hash_fallback_query_arg",
            "uri_capture", "hash_fallback_uri_capture");

    private final Load load;
    private final CertificateAssembly certificates;
    private final Index<Upstream> upstreams;
    private final Index<String> targets;
    private final Set<String> names = new HashSet<>();
    private final List<Entity> entities = new ArrayList<>();

    private record Upstream(UUID id) {}

    UpstreamAssembly(Load load, CertificateAssembly certificates) {
        this.load = load;
        this.certificates = certificates;
        this.upstreams = new Index<>("upstreams", "name", load.reporter());
        this.targets = new Index<>("targets", "target", load.reporter());
    }

    void assemble() {
        load.each("upstreams", (node, at) -> upstream(node, at, null));
        for (Made<Certificate> shown : certificates.made()) {
            Load.each(shown.node(), "upstreams", shown.pointer(), (node, at) -> upstream(node, at, shown.entity()));
        }
        load.each("targets", (node, at) -> target(node, at, null));
    }

    /** Whether a service with this host means an upstream. */
    boolean has(String host) {
        return names.contains(host);
    }

    List<Entity> entities() {
        return entities;
    }

    private void upstream(ObjectNode node, String pointer, @Nullable Certificate parent) {
        load.defaults("upstream", node);
        String name = Fields.text(node, "name");
        if (name == null) {
            missing(node, "name", pointer);
            return;
        }
        if (load.dialect() == Dialect.KONG && Fields.text(node, "algorithm", "").equals("sticky-sessions")) {
            load.reporter()
                    .error(
                            "bad-enum",
                            pointer + "/algorithm",
                            "sticky-sessions",
                            "expected one of: consistent-hashing, least-connections, round-robin, latency");
        }
        hashing(node, "hash_on", HASH_ON, pointer);
        hashing(node, "hash_fallback", HASH_FALLBACK, pointer);
        certificates.certificates().owner("client_certificate", node, pointer, parent);
        Upstream upstream = new Upstream(Load.id("upstreams", node, name));
        upstreams.add(upstream.id, name, upstream, pointer);
        entities.add(new Entity("upstreams", upstream.id, name, null, node, pointer));
        names.add(name);
        Load.each(node, "targets", pointer, (child, at) -> target(child, at, upstream));
    }

    private void missing(ObjectNode node, String field, String pointer) {
        if (!node.has(field)) {
            load.reporter().error("required-field", pointer, null, "required field missing: '" + field + "'");
        }
    }

    private void hashing(ObjectNode node, String field, Map<String, String> needed, String pointer) {
        String needs = needed.get(Fields.text(node, field, ""));
        if (needs != null && !node.has(needs)) {
            load.reporter()
                    .error(
                            "required-field",
                            pointer + "/" + needs,
                            Fields.text(node, field),
                            "required field missing: '" + needs
                                    + "' (failed conditional validation given value of field '" + field + "')");
        }
    }

    private void target(ObjectNode node, String pointer, @Nullable Upstream parent) {
        load.defaults("target", node);
        Upstream upstream = upstreams.owner("upstream", node, pointer, parent);
        if (parent == null && !node.has("upstream")) {
            load.reporter().error("required-field", pointer, null, "required field missing: 'upstream'");
        }
        String target = Fields.text(node, "target");
        if (target == null) {
            missing(node, "target", pointer);
            return;
        }
        if (upstream != null) {
            String of = parent != null ? parent.id.toString() : Index.text(node.path("upstream"));
            UUID id = Load.id("targets", node, "targets:*:" + of + ":" + target);
            targets.add(id, null, target, pointer);
            entities.add(new Entity("targets", id, target, upstream.id, node, pointer));
        }
    }
}
