package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The page about clients says what the tests of clients show. */
class ClientsReferenceTest {

    private static final Path FILE = Path.of("../../docs/reference/clients.md");
    private static final String RENEWS =
            "mvn -q -pl testing/conformance -am -Dquick -Dtest=ClientsReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Drenew verify";

    private static final List<Class<?>> CLIENTS =
            List.of(
                    OpenAiJavaIT.class,
                    OpenAiJavaAzureIT.class,
                    LangChain4jIT.class,
                    AzureSdkIT.class,
                    PlainHttpIT.class);

    private final ClientsReference reference = ClientsReference.of(CLIENTS);

    @Test
    void thePageIsWrittenFromTheTests() throws IOException {
        String page = reference.write();
        Files.writeString(Path.of("target", "clients.md"), page);
        if (System.getProperty("renew") != null) {
            Files.writeString(FILE, page);
        }
        assertThat(FILE).as("is stale; renew it with: " + RENEWS).hasContent(page);
    }

    @Test
    void whatAClientDoesNotShowItCannotDo() {
        assertThat(reference.gaps()).isEmpty();
    }

    @Test
    void noClientIsForgotten() throws Exception {
        Path here =
                Path.of(
                        ClientsReferenceTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (Stream<Path> files = Files.walk(here)) {
            assertThat(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith("IT.class")))
                    .containsExactlyInAnyOrderElementsOf(
                            CLIENTS.stream().map(it -> it.getSimpleName() + ".class").toList());
        }
    }

    @Test
    void nothingIsShownByATestThatDoesNotRun() {
        assertThat(CLIENTS)
                .allSatisfy(
                        test ->
                                assertThat(test.getDeclaredMethods())
                                        .noneMatch(it -> it.isAnnotationPresent(Disabled.class)))
                .noneMatch(test -> test.isAnnotationPresent(Disabled.class));
    }
}
