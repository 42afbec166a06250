package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Plugin;
import io.sluice.api.PluginEnv;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Kong's precedence over every set of scopes a plugin can be configured for: 2^12 sets, each asked by six kinds of request. */
class ScopesTest {

    private static final ConsumerGroup GOLD = new ConsumerGroup(UUID.randomUUID(), "gold", Set.of());
    private static final Service SERVICE = Entities.service("s");
    private static final Route ROUTE = Entities.route("r", SERVICE);
    private static final Consumer BOB = new Consumer(UUID.randomUUID(), "bob", null, List.of(GOLD), Set.of());
    private static final Consumer LONER = new Consumer(BOB.id(), "bob", null, List.of(), Set.of());

    /** The order of Kong's documentation, most specific first: letters say what an entry is scoped to, g for a group. */
    private static final List<String> PRECEDENCE =
            List.of("rsc", "rsg", "rc", "sc", "rg", "sg", "rs", "c", "g", "r", "s", "");

    @Test
    void theMostSpecificConfigurationWins() {
        for (int set = 1; set < 1 << PRECEDENCE.size(); set++) {
            List<PluginInstance> configured = new ArrayList<>();
            List<String> present = new ArrayList<>();
            for (int i = 0; i < PRECEDENCE.size(); i++) {
                if ((set & 1 << i) != 0) {
                    present.add(PRECEDENCE.get(i));
                    configured.add(instance(PRECEDENCE.get(i)));
                }
            }
            Scopes scopes = Scopes.of(configured.reversed());

            assertChoice(scopes, present, SERVICE, BOB, "rscg");
            assertChoice(scopes, present, SERVICE, LONER, "rsc");
            assertChoice(scopes, present, SERVICE, null, "rs");
            assertChoice(scopes, present, null, BOB, "rcg");
            assertChoice(scopes, present, null, LONER, "rc");
            assertChoice(scopes, present, null, null, "r");
        }
    }

    private static void assertChoice(
            Scopes scopes, List<String> present, Service service, Consumer consumer, String possible) {
        String expected = present.stream()
                .filter(scope -> scope.chars().allMatch(letter -> possible.indexOf(letter) >= 0))
                .findFirst()
                .orElse(null);
        PluginInstance chosen = scopes.choose(ROUTE, service, consumer);

        assertThat(chosen == null ? null : ((Named) chosen.plugin()).scope())
                .as("of %s for %s", present, possible)
                .isEqualTo(expected);
    }

    @Test
    void entriesOfOthersNeverApply() {
        List<PluginInstance> configured = PRECEDENCE.stream()
                .filter(scope -> !scope.isEmpty())
                .map(ScopesTest::instance)
                .toList();
        Service otherService = Entities.service("other");
        ConsumerGroup silver = new ConsumerGroup(UUID.randomUUID(), "silver", Set.of());
        Consumer stranger = new Consumer(UUID.randomUUID(), "eve", null, List.of(silver), Set.of());

        assertThat(Scopes.of(configured).choose(Entities.route("other", otherService), otherService, stranger))
                .isNull();
    }

    @Test
    void theFirstGroupOfAConsumerThatHasAConfigurationCounts() {
        ConsumerGroup none = new ConsumerGroup(UUID.randomUUID(), "a", Set.of());
        ConsumerGroup other = new ConsumerGroup(UUID.randomUUID(), "z", Set.of());
        Consumer member = new Consumer(UUID.randomUUID(), "m", null, List.of(none, GOLD, other), Set.of());
        Scopes scopes = Scopes.of(List.of(
                instance("g"),
                PluginInstance.of(
                        "p",
                        1,
                        new PluginEnv.Entry(UUID.randomUUID(), null, null, null, other.id()),
                        new Named("of z"))));

        assertThat(((Named) scopes.choose(ROUTE, SERVICE, member).plugin()).scope())
                .isEqualTo("g");
    }

    private static PluginInstance instance(String scope) {
        PluginEnv.Entry entry = new PluginEnv.Entry(
                UUID.randomUUID(),
                scope.contains("r") ? ROUTE.id() : null,
                scope.contains("s") ? SERVICE.id() : null,
                scope.contains("c") ? BOB.id() : null,
                scope.contains("g") ? GOLD.id() : null);
        return PluginInstance.of("p", 1, entry, new Named(scope));
    }

    private record Named(String scope) implements Plugin {}
}
