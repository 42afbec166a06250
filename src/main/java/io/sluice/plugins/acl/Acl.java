package io.sluice.plugins.acl;

import io.sluice.api.ByteText;
import io.sluice.api.Credentials;
import io.sluice.api.Exchange;
import io.sluice.api.Headers;
import io.sluice.api.Plugin;
import io.sluice.api.Preview;
import io.sluice.api.Reply;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a request pass by the groups of its consumer, and tells the upstream which they are. */
final class Acl implements Plugin {

    private static final String CONSUMER_GROUPS = "X-Consumer-Groups";
    private static final String AUTHENTICATED_GROUPS = "X-Authenticated-Groups";

    private final AclConfig config;
    private final Credentials credentials;
    private final boolean denies;
    private final Set<String> listed;

    Acl(AclConfig config, Credentials credentials) {
        this.config = config;
        this.credentials = credentials;
        List<String> deny = config.deny();
        List<String> allow = config.allow();
        this.denies = deny != null && !deny.isEmpty();
        this.listed = Set.copyOf(denies ? deny : allow == null ? List.of() : allow);
    }

    @Override
    public void access(Exchange exchange) {
        Consumer consumer = exchange.consumer().orElse(null);
        boolean vouched = usesAuthenticatedGroups(exchange);
        if (consumer == null && !vouched) {
            exchange.refuse(401, "Unauthorized");
            return;
        }
        Set<String> groups = vouched ? new LinkedHashSet<>(exchange.authenticatedGroups()) : groupsOf(consumer);
        if (denies != Collections.disjoint(groups, listed)) {
            refuse(exchange, groups);
            return;
        }
        Headers headers = exchange.change().headers();
        headers.remove(CONSUMER_GROUPS).remove(AUTHENTICATED_GROUPS);
        if (!config.hideGroupsHeader()) {
            headers.set(vouched ? AUTHENTICATED_GROUPS : CONSUMER_GROUPS, ByteText.of(String.join(", ", groups)));
        }
    }

    /** Groups vouched for count where no real consumer is known, and over a real one's if so configured. */
    private boolean usesAuthenticatedGroups(Exchange exchange) {
        boolean known = exchange.consumer().isPresent() && exchange.credential().isPresent();
        return (!known || config.alwaysUseAuthenticatedGroups())
                && !exchange.authenticatedGroups().isEmpty();
    }

    private Set<String> groupsOf(@Nullable Consumer consumer) {
        Set<String> groups = new LinkedHashSet<>();
        if (consumer != null) {
            credentials.of(consumer, "acls").forEach(acl -> groups.add(acl.key().reveal()));
            if (config.includeConsumerGroups()) {
                consumer.groups().stream().map(ConsumerGroup::name).forEach(groups::add);
            }
        }
        return groups;
    }

    /** An anonymous consumer in no group is nobody, who should authenticate. */
    private static void refuse(Exchange exchange, Set<String> groups) {
        if (groups.isEmpty() && exchange.credential().isEmpty()) {
            exchange.refuse(401, "Unauthorized");
        } else {
            exchange.refuse(403, "You cannot consume this service");
        }
    }

    @Override
    public Optional<Preview> preview(Exchange exchange) {
        access(exchange);
        Reply reply = exchange.reply();
        return Optional.of(
                reply == null
                        ? Preview.of("passes")
                        : new Preview("would refuse with " + reply.status(), Map.of("status", reply.status())));
    }
}
