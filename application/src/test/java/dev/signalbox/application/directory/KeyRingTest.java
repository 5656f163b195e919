package dev.signalbox.application.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class KeyRingTest {

    private final KeyRing ring = new KeyRing(10);
    private final Key key = Teams.key(Teams.credential(1), "t");

    private static Key.Hash hash(int seed) {
        return Credential.of("some key " + seed).hash();
    }

    @Test
    void whatIsRememberedIsKnown() {
        ring.remember(key.hash(), Optional.of(key));
        ring.remember(hash(1), Optional.empty());
        assertThat(ring.known(key.hash())).contains(key);
        assertThat(ring.known(hash(1))).isEmpty();
        assertThat(ring.known(hash(2))).isNull();
    }

    @Test
    void whatIsInUseOutlivesAnyNumberOfStrangers() {
        ring.remember(key.hash(), Optional.of(key));
        for (int i = 0; i < 1000; i++) {
            ring.remember(hash(i), Optional.empty());
            assertThat(ring.known(key.hash())).contains(key);
        }
    }

    @Test
    void whatIsNotInUseIsForgottenSoThatTheRoomIsBounded() {
        int known = 0;
        for (int i = 0; i < 1000; i++) {
            ring.remember(hash(i), Optional.empty());
        }
        for (int i = 0; i < 1000; i++) {
            known += ring.known(hash(i)) != null ? 1 : 0;
        }
        assertThat(known).isBetween(1, 10);
    }

    @Test
    void aChangeOfAKeyThatIsNotHeldIsIgnored() {
        ring.update(key.hash(), Optional.of(key));
        assertThat(ring.known(key.hash())).isNull();
    }

    @Test
    void aChangeReachesAlsoAKeyThatHasGrownOld() {
        ring.remember(key.hash(), Optional.of(key));
        for (int i = 0; i < 5; i++) {
            ring.remember(hash(i), Optional.empty());
        }
        ring.update(key.hash(), Optional.empty());
        assertThat(ring.known(key.hash())).isEmpty();
    }

    @Test
    void everythingCanBeForgotten() {
        ring.remember(key.hash(), Optional.of(key));
        ring.forgetEverything();
        assertThat(ring.known(key.hash())).isNull();
    }
}
