package dev.signalbox.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.config.yaml.Findings;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files as people have them for LiteLLM, read with the real providers. Each says in its first lines
 * which groups it gives, and in which lines there is something to warn of or to refuse.
 */
class LiteLlmSamplesTest {

    private static final Pattern REFERENCE = Pattern.compile("os\\.environ/(\\w+)");
    private static final Pattern LINE = Pattern.compile("\\.yaml:(\\d+): ");

    static List<Path> samples() throws IOException, URISyntaxException {
        Path folder =
                Path.of(
                        Objects.requireNonNull(LiteLlmSamplesTest.class.getResource("/litellm"))
                                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleMeansWhatItsFirstLinesSay(Path file) throws IOException {
        String text = Files.readString(file);
        Findings findings = new Findings();
        Providers providers = new Providers(ServiceLoader.load(UpstreamProvider.class));

        GatewayConfig config =
                new ConfigReader(providers, findings, environment(text), false).read(file);
        Directory.Models models = ConfigTranslator.models(config, findings);

        assertThat(models.groups().keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(expected(text, "groups"));
        assertThat(lines(findings.warnings()))
                .as("%s", findings.warnings())
                .isEqualTo(expected(text, "warnings"));
        assertThat(lines(errors(findings)))
                .as("%s", errors(findings))
                .isEqualTo(expected(text, "errors"));
    }

    private static List<String> errors(Findings findings) {
        try {
            findings.requireNoError();
            return List.of();
        } catch (BadConfiguration e) {
            return e.errors();
        }
    }

    /** The lines named, each once, in order. */
    private static List<String> lines(List<String> messages) {
        return messages.stream()
                .map(
                        message -> {
                            Matcher matcher = LINE.matcher(message);
                            assertThat(matcher.find()).as(message).isTrue();
                            return Integer.valueOf(matcher.group(1));
                        })
                .distinct()
                .sorted()
                .map(String::valueOf)
                .toList();
    }

    private static List<String> expected(String text, String what) {
        String line =
                text.lines()
                        .filter(it -> it.startsWith("# " + what + ":"))
                        .findFirst()
                        .orElseThrow();
        String list = line.substring(line.indexOf(':') + 1).strip();
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(", "));
    }

    private static Environment environment(String text) {
        Map<String, String> variables = new HashMap<>();
        Matcher references = REFERENCE.matcher(text);
        while (references.find()) {
            String name = references.group(1);
            if (!name.endsWith("NOT_SET")) {
                variables.put(
                        name,
                        name.contains("BASE") ? "https://" + host(name) + ".example" : "k-" + name);
            }
        }
        return new Environment(variables);
    }

    private static String host(String name) {
        return name.toLowerCase(java.util.Locale.ROOT)
                .chars()
                .mapToObj(c -> c == '_' ? "-" : String.valueOf((char) c))
                .collect(Collectors.joining());
    }
}
