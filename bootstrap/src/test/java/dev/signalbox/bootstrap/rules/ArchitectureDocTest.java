package dev.signalbox.bootstrap.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page about the plan speaks of classes that exist. */
class ArchitectureDocTest {

    /** Such as {@code Gate}, {@code relay.Gate#admit}, {@code Upstream.Answer}. */
    private static final Pattern TYPE_IN_BACKTICKS =
            Pattern.compile(
                    "`(?:[a-z]+\\.)*([A-Z][A-Za-z]*[a-z][A-Za-z]*(?:\\.[A-Z]\\w*)*)(?:#[^`]*)?`");

    @Test
    void everyClassThatThePageNamesExists() throws IOException {
        String page = Files.readString(Path.of("..", "ARCHITECTURE.md"));

        assertThat(typesIn(page)).isNotEmpty();
        assertThat(strangersIn(page)).isEmpty();
    }

    @Test
    void aClassThatIsGoneIsFound() {
        assertThat(strangersIn("`Gate` asks `access.AccessRule#firstRefusal` and `GateKeeper`."))
                .containsExactly("GateKeeper");
    }

    @Test
    void wordsThatAreNoClassesArePassedOver() {
        assertThat(typesIn("`mvn verify`, `domain`, `GET /health`, `Upstream.Answer#relayTo(x)`"))
                .containsExactly("Upstream.Answer");
    }

    private static List<String> strangersIn(String page) {
        Set<String> ours = ours();
        return typesIn(page).stream()
                .filter(name -> !Stream.of(name.split("\\.")).allMatch(ours::contains))
                .toList();
    }

    private static List<String> typesIn(String page) {
        return TYPE_IN_BACKTICKS
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    /** Nested types too, and those of tests: the page names the tests that hold a law. */
    private static Set<String> ours() {
        return Source.all().stream()
                .flatMap(source -> source.parts(ClassTree.class).stream())
                .map(type -> type.getSimpleName().toString())
                .collect(Collectors.toSet());
    }
}
