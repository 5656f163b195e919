package dev.signalbox.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class AliasesTest {

    private final ModelName a = new ModelName("a");
    private final ModelName b = new ModelName("b");
    private final ModelName c = new ModelName("c");
    private final Aliases chained = new Aliases(Map.of(a, b, b, c));

    @Test
    void anAliasIsOneStepAndNeverAChain() {
        assertThat(chained.target(a)).isEqualTo(b);
        assertThat(chained.target(b)).isEqualTo(c);
        assertThat(chained.target(c)).isNull();
    }

    @Test
    void anAliasWhoseGroupIsGoneDangles() {
        assertThat(chained.dangling(Set.of(b)::contains)).containsExactly(Map.entry(b, c));
        assertThat(chained.dangling(Set.of(b, c)::contains)).isEmpty();
    }
}
