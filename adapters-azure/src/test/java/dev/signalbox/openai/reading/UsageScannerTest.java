package dev.signalbox.openai.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.limits.Usage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What is found in passing, by the scanner of large documents and by the glance at small ones. */
class UsageScannerTest {

    private static final String WHOLE =
            "{\"id\":\"usage\",\"choices\":[{\"message\":{\"content\":"
                    + "\"\\\"usage\\\":{\\\"prompt_tokens\\\":666} \\\\\",\"usage\":"
                    + "{\"prompt_tokens\":667}}}],\n \"usage\" : {\"prompt_tokens\" : 1200,"
                    + "\"completion_tokens\":34 ,\"total_tokens\":1234,\"prompt_tokens_details\":"
                    + "{\"audio_tokens\":0,\"cached_tokens\":1024},\"completion_tokens_details\":"
                    + "{\"reasoning_tokens\":30,\"cached_tokens\":7}},\"model\":\"prompt_tokens\"}";

    private static final Usage TOOK = new Usage(1200, 34, 1024, 30);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Usage scanned(String document) {
        UsageScanner scanner = new UsageScanner();
        byte[] bytes = bytes(document);
        scanner.follow(bytes, bytes.length);
        assertThat(scanner.isOpen()).as(document).isFalse();
        return scanner.usage();
    }

    private static @Nullable Usage glanced(String document) {
        Glance glance = new Glance(Relabel.NOTHING);
        byte[] bytes = bytes(document);
        try {
            glance.look(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(document, e);
        }
        return glance.usage();
    }

    private static void assertBoth(String document, @Nullable Usage expected) {
        assertThat(scanned(document)).as("scanned %s", document).isEqualTo(expected);
        assertThat(glanced(document)).as("glanced %s", document).isEqualTo(expected);
    }

    @Test
    void theUsageOfTheDocumentIsFoundAndNothingThatLooksLikeIt() {
        assertBoth(WHOLE, TOOK);
    }

    @Test
    void theUsageIsFoundWhereverTheBytesAreSplit() {
        byte[] bytes = bytes(WHOLE);
        for (int i = 0; i <= bytes.length; i++) {
            UsageScanner scanner = new UsageScanner();
            scanner.follow(bytes, i);
            assertThat(scanner.isOpen()).as("split at %s", i).isEqualTo(i > 0 && i < bytes.length);
            byte[] rest = Arrays.copyOfRange(bytes, i, bytes.length);
            scanner.follow(rest, rest.length);
            assertThat(scanner.usage()).as("split at %s", i).isEqualTo(TOOK);
            assertThat(scanner.isOpen()).isFalse();
        }
    }

    @Test
    void theUsageIsFoundByteByByte() {
        UsageScanner scanner = new UsageScanner();
        for (byte each : bytes(WHOLE)) {
            scanner.follow(new byte[] {each}, 1);
        }
        assertThat(scanner.usage()).isEqualTo(TOOK);
    }

    @Test
    void embeddingsTakeTokensOfTheQuestionOnly() {
        assertBoth(
                "{\"data\":[{\"embedding\":[0.5,-1e-3]}],\"usage\":{\"prompt_tokens\":8,"
                        + "\"total_tokens\":8}}",
                new Usage(8, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":7}",
                "{\"usage\":[{\"prompt_tokens\":7}]}",
                "{\"usage\":{\"total_tokens\":7}}",
                "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":\"7\"}}",
                "{\"usage\":{\"prompt_tokens\":[7],\"completion_tokens\":{\"a\":7}}}",
                "{\"usage\":{\"x\":{\"prompt_tokens\":7}}}",
                "{\"x\":{\"usage\":{\"prompt_tokens\":7}}}",
                "{\"x\":\"usage\",\"y\":{\"prompt_tokens\":7}}",
                "{\"usage\":{\"prompt_tokens_details\":{\"cached_tokens\":7}}}"
            })
    void whereNothingIsSaidNothingIsFound(String document) {
        assertBoth(document, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "-0.5", "1.5", "1e3", "1000000001", "9223372036854775808", "1E400"})
    void whatCannotBeIsNotBelieved(String number) {
        assertBoth("{\"usage\":{\"completion_tokens\":5,\"prompt_tokens\":" + number + "}}", null);
    }

    @Test
    void theMostThatCanBeIsBelieved() {
        assertBoth(
                "{\"usage\":{\"prompt_tokens\":1000000000,\"completion_tokens\":0}}",
                new Usage(1_000_000_000, 0, 0, 0));
    }

    @Test
    void theLastUsageThatSaysSomethingCounts() {
        assertBoth(
                "{\"usage\":{\"prompt_tokens\":1},\"usage\":{\"prompt_tokens\":2},"
                        + "\"usage\":{},\"usage\":null}",
                new Usage(2, 0, 0, 0));
    }

    @Test
    void aDocumentThatIsCutWithinItsUsageSaysNothing() {
        UsageScanner scanner = new UsageScanner();
        byte[] cut = bytes("{\"usage\":{\"prompt_tokens\":12");
        scanner.follow(cut, cut.length);
        assertThat(scanner.usage()).isNull();
        assertThat(scanner.isOpen()).isTrue();
    }

    /** Random documents full of the names that matter: both ways find the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theScannerFindsWhatTheGlanceFinds(long seed) {
        Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            String document = object(random, 0);
            Usage usage = glanced(document);
            assertThat(scanned(document)).as("seed %s: %s", seed, document).isEqualTo(usage);
            found += usage == null ? 0 : 1;
        }
        assertThat(found).as("seed %s", seed).isGreaterThan(100);
    }

    private static final String[] NAMES = {
        "usage",
        "usage",
        "prompt_tokens",
        "completion_tokens",
        "prompt_tokens_details",
        "completion_tokens_details",
        "cached_tokens",
        "reasoning_tokens",
        "total_tokens",
        "prompt_tokens_and_some_more_of_it"
    };

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        int members = depth == 0 ? 3 : 1 + random.nextInt(5);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",").append(space(random));
            text.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
            text.append(space(random)).append(':').append(space(random));
            text.append(value(random, depth + 1)).append(space(random));
        }
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        boolean plain = depth == 1 && random.nextInt(4) > 0;
        return switch (plain ? 8 : random.nextInt(depth < 4 ? 9 : 6)) {
            case 0 -> "\"" + NAMES[random.nextInt(NAMES.length)] + "\"";
            case 1 -> "\"\\\"}{][:,\\\\\"";
            case 2 -> random.nextInt(8) > 0 ? "null" : "-3";
            case 3, 4, 5 -> Integer.toString(random.nextInt(100_000));
            case 6 -> "[" + value(random, depth + 1) + "," + object(random, depth + 1) + "]";
            default -> object(random, depth + 1);
        };
    }

    private static String space(Random random) {
        return random.nextInt(4) == 0 ? " \n" : "";
    }
}
