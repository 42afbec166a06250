package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.entity.Consumer;
import io.sluice.api.entity.ConsumerGroup;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerGroupsTest {

    private static final String ID = "11111111-1111-4111-8111-111111111111";

    private static List<String> membersOf(Declaration declaration) {
        return declaration.consumers().stream()
                .map(c -> c.label() + " "
                        + c.groups().stream().map(ConsumerGroup::name).toList())
                .toList();
    }

    @Test
    void aConsumerNamesItsGroups() {
        Declaration declaration = Loads.good("""
                consumers:
                - {username: bob, groups: [{name: gold}, silver, {id: %s}, {name: gold, tags: [x]}]}
                consumer_groups: [{name: gold, tags: [t]}, {name: silver}, {name: bronze, id: %s}]
                """.formatted(ID, ID));

        assertThat(membersOf(declaration)).containsExactly("bob [gold, silver, bronze]");
        assertThat(declaration.consumers().getFirst().groups().getFirst())
                .isEqualTo(declaration.consumerGroups().getFirst());
        assertThat(declaration.consumerGroups().getFirst())
                .isEqualTo(new ConsumerGroup(Ids.of("consumer_groups", "gold"), "gold", Set.of("t")));
    }

    @Test
    void aGroupListsItsConsumersWhichMayBeDeclaredThereAlone() {
        Declaration declaration = Loads.good("""
                consumer_groups:
                - name: gold
                  consumers: [{username: bob}, {custom_id: c7}, {username: new, custom_id: n1, tags: [t]}]
                - name: silver
                  consumers: [{username: bob}, {username: new}]
                consumers: [{username: bob}, {username: ann, custom_id: c7}]
                """);

        assertThat(membersOf(declaration)).containsExactly("bob [gold, silver]", "ann [gold]", "new [gold, silver]");
        Consumer declaredInGroup = declaration.consumers().getLast();
        assertThat(declaredInGroup.id()).isEqualTo(Ids.of("consumers", "new"));
        assertThat(declaredInGroup.customId()).isEqualTo("n1");
        assertThat(declaredInGroup.tags()).containsExactly("t");
    }

    @Test
    void pluginsAreScopedToGroupsNestedOrByReference() {
        Declaration declaration = Loads.good("""
                consumer_groups:
                - name: gold
                  plugins: [{name: rate-limiting-advanced, config: {limit: [5], window_size: [60]}}]
                plugins:
                - {name: request-termination, consumer_group: gold}
                - {name: request-termination, consumer_group: {name: gold}, route: r}
                - {name: request-termination}
                routes: [{name: r, paths: [/r]}]
                """);

        ConsumerGroup gold = declaration.consumerGroups().getFirst();
        assertThat(declaration.plugins())
                .extracting(PluginEntry::consumerGroup)
                .containsExactly(gold, gold, gold, null);
        assertThat(declaration.plugins()).extracting(PluginEntry::id).doesNotHaveDuplicates();
        assertThat(declaration.plugins().getLast().id())
                .isEqualTo(Ids.of("plugins", "plugins:*:request-termination:::"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "consumers: [{username: bob, groups: [golt]}]; /consumers/0/groups/0 invalid reference 'groups: golt' (no such entry in 'consumer_groups')",
                "consumers: [{username: bob, groups: [5]}]; /consumers/0/groups/0 expected a name or id, or a map with one",
                "consumer_groups: [{name: gold}]; /consumer_groups/1/name uniqueness violation: 'consumer_groups' entity with name set to 'gold' already declared",
                "consumer_groups: [{nam: x}]; /consumer_groups/1/name required field missing: 'name'",
                "plugins: [{name: request-termination, consumer_group: silver}]; /plugins/0/consumer_group invalid reference 'consumer_group: silver' (no such entry in 'consumer_groups')",
                "plugins: [{name: cors, consumer_group: gold}, {name: cors, consumer_group: gold}]; /plugins/1 uniqueness violation: 'plugins' entity with primary key set to 'ebc9cf2e-76af-5c1b-8724-69957b896a12' already declared: the same name, route, service, consumer and consumer_group",
            })
    void mistakesAreTold(String yaml, String problem) {
        String groups = yaml.startsWith("consumer_groups: [")
                ? yaml.replace("consumer_groups: [", "consumer_groups: [{name: gold}, ")
                : "consumer_groups: [{name: gold}]\n" + yaml;

        assertThat(Loads.errors(groups)).contains(problem);
    }

    @Test
    void theNearestGroupIsNamed() {
        assertThat(Loads.load("consumers: [{username: bob, groups: [golden]}]\nconsumer_groups: [{name: goldem}]")
                        .problems())
                .singleElement()
                .satisfies(p -> assertThat(p.hint()).isEqualTo("did you mean 'goldem'?"));
    }
}
