package dev.signalbox.bootstrap.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What others build on changes only when somebody says so: docs/adr/0027-reuse.md. Public itself,
 * for the types in it stand for some that are.
 */
public class PublicApiTest {

    private static final Path FOLDER = Path.of("../docs/reference/api");
    private static final String RENEWS =
            "mvn -q -pl bootstrap -am -Dquick -Dtest=PublicApiTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Drenew verify";

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"domain", "application"})
    void whatOthersSeeIsWhatIsWrittenDown(String module) throws IOException {
        Path file = FOLDER.resolve(module + ".txt");
        List<String> now = PublicApi.of("dev.signalbox." + module);
        if (System.getProperty("renew") != null) {
            Files.createDirectories(FOLDER);
            Files.write(file, now);
        }
        List<String> recorded = Files.readAllLines(file);

        assertThat(PublicApi.without(recorded, now))
                .as(
                        "an incompatible change of %s: programs of others used this. Take it back,"
                                + " or say in CHANGELOG.md what they must do, and renew with: %s",
                        module, RENEWS)
                .isEmpty();
        assertThat(PublicApi.without(now, recorded))
                .as(
                        "new in %s, and a promise from now on. Hide it if nobody needs it; an"
                                + " abstract method, or one more type that a sealed one permits, breaks"
                                + " who implements or switches: say so in CHANGELOG.md. Renew with: %s",
                        module, RENEWS)
                .isEmpty();
        assertThat(recorded).isEqualTo(now);
    }

    @Test
    void aTypeIsWrittenDownWithAllThatOthersSee() {
        assertThat(PublicApi.of(Planted.class).map(PublicApiTest::plain))
                .containsExactlyInAnyOrder(
                        "Planted<T extends Comparable<T>> abstract sealed class implements"
                                + " Runnable permits Planted.Seen",
                        "protected Planted(String?, int)",
                        "Planted.LIMIT static long",
                        "Planted.find(Map<String, List<T>>) abstract T? throws IOException",
                        "Planted.of<A>(A[]) static List<A>",
                        "Planted.run() void");
        assertThat(PublicApi.of(Planted.Seen.class).map(PublicApiTest::plain))
                .containsExactlyInAnyOrder(
                        "Planted.Seen final class extends Planted<String>",
                        "Planted.Seen.find(Map<String, List<String>>) String?");
        assertThat(PublicApi.of(Color.class).map(PublicApiTest::plain))
                .containsExactlyInAnyOrder("Color enum", "Color.RED");
        assertThat(PublicApi.of(Pair.class).map(PublicApiTest::plain))
                .containsExactlyInAnyOrder(
                        "Pair record",
                        "Pair(String, String?)",
                        "Pair.a() String",
                        "Pair.b() String?");
    }

    @Test
    void whatIsGoneAndWhatIsNewAreFound() {
        List<String> before = List.of("Team record", "Team.id() Team.Id");
        List<String> after = List.of("Team record", "Team.id() String");

        assertThat(PublicApi.without(before, after)).containsExactly("Team.id() Team.Id");
        assertThat(PublicApi.without(after, before)).containsExactly("Team.id() String");
    }

    private static String plain(String line) {
        return line.replace(PublicApiTest.class.getName() + ".", "");
    }

    /** One of each kind. */
    public abstract static sealed class Planted<T extends Comparable<T>> implements Runnable {
        public static final long LIMIT = 1;
        int hidden;

        protected Planted(@Nullable String first, int second) {}

        public abstract @Nullable T find(Map<String, List<T>> where) throws IOException;

        public static <A> List<A> of(A[] all) {
            return List.of(all);
        }

        @Override
        public void run() {}

        void hide() {}

        public static final class Seen extends Planted<String> {
            Seen() {
                super(null, 0);
            }

            @Override
            public @Nullable String find(Map<String, List<String>> where) {
                return null;
            }
        }

        private static final class Unseen extends Planted<Integer> {
            Unseen() {
                super(null, 0);
            }

            @Override
            public @Nullable Integer find(Map<String, List<Integer>> where) {
                return null;
            }
        }
    }

    public enum Color {
        RED
    }

    public record Pair(String a, @Nullable String b) {}
}
