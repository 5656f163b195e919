package dev.signalbox.application.directory.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;

import org.junit.jupiter.api.Test;

class KeyRingTest {

    private final KeyRing ring = new KeyRing(10);
    private final Key key = Teams.key(Teams.credential(1), "t");

    private static Key.Hash hash(int seed) {
        return Credential.of("some key " + seed).hash();
    }

    @Test
    void whatIsRememberedIsKnown() {
        ring.remember(key.hash(), key);
        ring.remember(hash(1), null);
        assertThat(ring.known(key.hash())).contains(key);
        assertThat(ring.known(hash(1))).isEmpty();
        assertThat(ring.known(hash(2))).isNull();
    }

    @Test
    void whatIsInUseOutlivesAnyNumberOfStrangers() {
        ring.remember(key.hash(), key);
        for (int i = 0; i < 1000; i++) {
            ring.remember(hash(i), null);
            assertThat(ring.known(key.hash())).contains(key);
        }
    }

    @Test
    void whatIsNotInUseIsForgottenSoThatTheRoomIsBounded() {
        int known = 0;
        for (int i = 0; i < 1000; i++) {
            ring.remember(hash(i), null);
        }
        for (int i = 0; i < 1000; i++) {
            known += ring.known(hash(i)) != null ? 1 : 0;
        }
        assertThat(known).isBetween(1, 10);
    }

    @Test
    void aChangeOfAKeyThatIsNotHeldIsIgnored() {
        ring.update(key.hash(), key);
        assertThat(ring.known(key.hash())).isNull();
    }

    @Test
    void aChangeReachesAlsoAKeyThatHasGrownOld() {
        ring.remember(key.hash(), key);
        for (int i = 0; i < 5; i++) {
            ring.remember(hash(i), null);
        }
        ring.update(key.hash(), null);
        assertThat(ring.known(key.hash())).isEmpty();
    }

    @Test
    void everythingCanBeForgotten() {
        ring.remember(key.hash(), key);
        ring.forgetEverything();
        assertThat(ring.known(key.hash())).isNull();
    }

    @Test
    void theRoomIsNeverLargerThanPromisedWhateverIsUsedAgain() {
        for (int i = 0; i < 1000; i++) {
            ring.remember(hash(i), Teams.key(Teams.credential(i), "t"));
            ring.known(hash(i / 2));
            ring.update(hash(i - 3), Teams.key(Teams.credential(i + 5000), "t"));
            assertThat(ring.keys()).hasSizeLessThanOrEqualTo(10);
        }
    }
}
