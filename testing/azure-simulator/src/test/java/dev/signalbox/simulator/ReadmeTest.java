package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.Scenario;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The README says what there is, all of it and nothing else. */
class ReadmeTest {

    @Test
    void everyScenarioHasItsLine() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        List<String> written =
                Pattern.compile("(?m)^\\| ((?:F\\d|CUT|DRIBBLE)[^|]*) \\|")
                        .matcher(readme)
                        .results()
                        .map(line -> line.group(1))
                        .toList();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        Scenarios.all().stream().map(Scenario::label).toList());
    }
}
