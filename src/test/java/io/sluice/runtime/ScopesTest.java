package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Plugin;
import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.Route;
import io.sluice.api.entity.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kong's precedence over every set of scopes a plugin can be configured for: 2^8 sets, each asked with and without a consumer. */
class ScopesTest {

    private static final Service SERVICE = Entities.service("s");
    private static final Route ROUTE = Entities.route("r", SERVICE);
    private static final Consumer CONSUMER = new Consumer(UUID.randomUUID(), "bob", null, Set.of());

    /** The order of Kong's documentation, most specific first: letters say what an entry is scoped to. */
    private static final List<String> PRECEDENCE = List.of("rsc", "rc", "sc", "rs", "c", "r", "s", "");

    static IntStream everySetOfScopes() {
        return IntStream.range(1, 256);
    }

    @ParameterizedTest
    @MethodSource("everySetOfScopes")
    void theMostSpecificConfigurationWins(int set) {
        List<PluginInstance> configured = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < PRECEDENCE.size(); i++) {
            if ((set & 1 << i) != 0) {
                present.add(PRECEDENCE.get(i));
                configured.add(instance(PRECEDENCE.get(i)));
            }
        }
        Scopes scopes = Scopes.of(configured.reversed());

        assertThat(chosen(scopes, SERVICE, CONSUMER)).isEqualTo(first(present, "rsc"));
        assertThat(chosen(scopes, SERVICE, null)).isEqualTo(first(present, "rs"));
        assertThat(chosen(scopes, null, CONSUMER)).isEqualTo(first(present, "rc"));
        assertThat(chosen(scopes, null, null)).isEqualTo(first(present, "r"));
    }

    @ParameterizedTest
    @MethodSource("everySetOfScopes")
    void entriesOfOthersNeverApply(int set) {
        List<PluginInstance> configured = IntStream.range(0, 7)
                .filter(i -> (set & 1 << i) != 0)
                .mapToObj(i -> instance(PRECEDENCE.get(i)))
                .toList();
        if (configured.isEmpty()) {
            return;
        }
        Service otherService = Entities.service("other");
        Consumer stranger = new Consumer(UUID.randomUUID(), "eve", null, Set.of());

        assertThat(Scopes.of(configured).choose(Entities.route("other", otherService), otherService, stranger))
                .isNull();
    }

    private static String first(List<String> present, String possible) {
        return present.stream()
                .filter(scope -> scope.chars().allMatch(letter -> possible.indexOf(letter) >= 0))
                .findFirst()
                .orElse(null);
    }

    private static String chosen(Scopes scopes, Service service, Consumer consumer) {
        PluginInstance instance = scopes.choose(ROUTE, service, consumer);
        return instance == null ? null : ((Named) instance.plugin()).scope();
    }

    private static PluginInstance instance(String scope) {
        return new PluginInstance(
                "p",
                1,
                scope.contains("r") ? ROUTE.id() : null,
                scope.contains("s") ? SERVICE.id() : null,
                scope.contains("c") ? CONSUMER.id() : null,
                new Named(scope));
    }

    private record Named(String scope) implements Plugin {
        @Override
        public void close() {}
    }
}
