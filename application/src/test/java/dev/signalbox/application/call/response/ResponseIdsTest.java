package dev.signalbox.application.call.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ResponseIdsTest {

    private static final Deployment.Id EU = new Deployment.Id("eu ü");
    private static final String OWN = "resp_67ccd2bed1ec8190";

    private final ResponseIds ids = new ResponseIds(List.of("secret"));
    private final Caller red = member(1, "red");
    private final Caller blue = member(2, "blue");

    @Test
    void anIdIsReadByEveryReplicaWithTheSameSecret() {
        String id = ids.seal(red, EU).sealed(OWN);

        assertThat(id).matches("resp_[A-Za-z0-9_-]+");
        assertThat(new ResponseIds(List.of("secret")).open(red, id))
                .isEqualTo(new MadeResponse(EU, OWN));
        assertThat(new ResponseIds(List.of("other")).open(red, id)).isNull();
    }

    @Test
    void afterTheSecretWasRotatedOldIdsAreStillRead() {
        String old = ids.seal(red, EU).sealed(OWN);
        ResponseIds rotated = new ResponseIds(List.of("newer", "secret"));

        assertThat(rotated.open(red, old)).isNotNull();
        assertThat(ids.open(red, rotated.seal(red, EU).sealed(OWN))).isNull();
    }

    @Test
    void anIdIsGoodForItsOwnersOnly() {
        String id = ids.seal(red, EU).sealed(OWN);

        assertThat(ids.open(blue, id)).isNull();
        assertThat(ids.open(new Caller.Master(), id)).isNotNull();
        assertThat(ids.open(red, ids.seal(new Caller.Master(), EU).sealed(OWN))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "resp_", "resp_x", OWN, "resp_!!!", "msg_1", "resp_AAAA"})
    void whatWasNotMadeHereIsNone(String id) {
        assertThat(ids.open(red, id)).isNull();
        assertThat(ids.open(new Caller.Master(), id)).isNull();
    }

    @Test
    void whoeverChangesALetterHasNoIdAnyMore() {
        String id = ids.seal(red, EU).sealed(OWN);
        byte[] bytes = Base64.getUrlDecoder().decode(id.substring("resp_".length()));
        for (int i = 0; i < bytes.length; i++) {
            byte[] other = bytes.clone();
            other[i] ^= 1;

            assertThat(ids.open(red, encoded(other))).as("byte %d", i).isNull();
        }
    }

    @Test
    void noInventedIdMakesAnybodyStumble() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            MadeResponse opened = ids.open(new Caller.Master(), encoded(bytes));

            assertThat(opened == null || opened.id().startsWith("resp"))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(ids.open(red, encoded(bytes))).as("seed %d", seed).isNull();
        }
    }

    private static Caller member(long seed, String team) {
        return new Caller.Member(
                Teams.key(Teams.credential(seed), team), Teams.team(team, Map.of()));
    }

    private static String encoded(byte[] bytes) {
        return "resp_"
                + new String(Base64.getUrlEncoder().encode(bytes), StandardCharsets.US_ASCII);
    }
}
