package dev.signalbox.application.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

class CredentialTest {

    private final Credential minted = Credential.mint(new Random(7));

    @Test
    void aKeyOfOursHasAPublicIdASecretAndAChecksum() {
        assertThat(minted.reveal()).matches("sk-sb1[0-9A-Za-z]{8}[0-9A-Za-z]{24}[0-9A-Za-z]{6}");
        assertThat(minted.publicId()).isEqualTo(minted.reveal().substring(6, 14));
        assertThat(minted.isDamaged()).isFalse();
    }

    @Test
    void anySingleMistypedCharacterIsNoticed() {
        String key = minted.reveal();
        for (int i = 6; i < key.length(); i++) {
            char wrong = key.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = key.substring(0, i) + wrong + key.substring(i + 1);
            assertThat(Credential.of(mistyped).isDamaged()).as(mistyped).isTrue();
        }
    }

    @Test
    void keysOfOtherMakersAreNotDamaged() {
        assertThat(Credential.of("sk-A1L0C3Px2LJl53sF_kTF9A").isDamaged()).isFalse();
        assertThat(Credential.of("my-own-key-of-some-length").isDamaged()).isFalse();
        assertThat(Credential.of("").isDamaged()).isFalse();
    }

    /** Computed with another tool, so that LiteLLM's stored hashes are found. */
    @Test
    void theHashIsPlainSha256OfTheWholeKey() {
        assertThat(Credential.of("sk-1234").hash().hex())
                .isEqualTo("88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b");
    }

    @Test
    void aForeignKeyIsShownByTheBeginningOfItsHash() {
        Credential foreign = Credential.of("sk-1234");
        assertThat(foreign.publicId()).isEqualTo("h88dc28d0f030");
        assertThat(foreign.label()).isEqualTo("sk-...1234");
    }

    @Test
    void aCredentialIsNeverPrinted() {
        assertThat(minted.toString()).doesNotContain(minted.reveal().substring(6));
    }

    @Test
    void noTwoKeysAreAlike() {
        Random random = new Random(1);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(Credential.mint(random).reveal())).isTrue();
        }
    }
}
