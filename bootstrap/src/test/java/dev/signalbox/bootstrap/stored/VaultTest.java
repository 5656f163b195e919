package dev.signalbox.bootstrap.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.stored.Sealed;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class VaultTest {

    private final Vault vault = Vault.of(List.of("the present secret", "a former secret"));

    @Test
    void whatWasSealedIsOpenedLetterByLetter() {
        for (String text : List.of("", "{}", "ä\uD83D\uDE80\u0000", "x".repeat(100_000))) {
            assertThat(vault.open(vault.seal(text, "a"), "a")).isEqualTo(text);
        }
    }

    @Test
    void nothingOfTheTextIsInTheSealAndNoTwoSealsAreAlike() {
        Sealed first = vault.seal("the-provider-key", "a");
        Sealed second = vault.seal("the-provider-key", "a");
        assertThat(first).isNotEqualTo(second);
        assertThat(first.text()).doesNotContain("provider");
        byte[] content =
                Base64.getDecoder().decode(first.text().substring("v1.12345678.".length()));
        assertThat(new String(content, StandardCharsets.ISO_8859_1)).doesNotContain("provider");
    }

    @Test
    void aSealIsGoodForOnePurposeOnly() {
        assertThat(vault.open(vault.seal("x", "model.a"), "model.b")).isNull();
    }

    @Test
    void aFormerKeyOpensAndOnlyThePresentOneSeals() {
        Vault former = Vault.of(List.of("a former secret"));
        Sealed old = former.seal("x", "a");
        assertThat(vault.open(old, "a")).isEqualTo("x");
        assertThat(vault.isFresh(old)).isFalse();
        assertThat(vault.isFresh(vault.seal("x", "a"))).isTrue();
        assertThat(former.open(vault.seal("x", "a"), "a")).isNull();
        assertThat(Vault.nameOfKey(old))
                .hasSize(8)
                .isNotEqualTo(Vault.nameOfKey(vault.seal("", "")));
    }

    @Test
    void aSealThatWasTouchedDoesNotOpen() {
        Random random = new Random(20261126);
        String sealed = vault.seal("some text", "a").text();
        for (int i = 0; i < 2_000; i++) {
            char[] touched = sealed.toCharArray();
            int place = random.nextInt(touched.length);
            touched[place] = (char) (' ' + 1 + random.nextInt(94));
            assertShut(new String(touched), sealed);
            assertShut(sealed.substring(0, 1 + place), sealed);
        }
    }

    private void assertShut(String text, String sealed) {
        if (!Arrays.equals(bytes(text), bytes(sealed))) {
            assertThat(vault.open(new Sealed(text), "a")).as(text).isNull();
        }
    }

    /** Base64 has spare bits and signs at its end: another text may be the same bytes. */
    private static byte[] bytes(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        try {
            return parts.length == 3 && sealed.startsWith("v1.")
                    ? (parts[1] + HexFormat.of().formatHex(Base64.getDecoder().decode(parts[2])))
                            .getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Test
    void theKeyOfASecretIsAlwaysTheSame() {
        // Whoever changes this locks everybody out of what they have stored. Computed by another
        // program, after RFC 5869.
        VaultKey key = VaultKey.of("sk-1234");
        assertThat(HexFormat.of().formatHex(key.key().getEncoded()))
                .isEqualTo("cb498a7f70c17b83d5c018042fa6bde5aabe6d8ea73c280e713ac65905dbcff0");
        assertThat(key.name()).isEqualTo("oTvDiEhq");
        assertThat(key.toString())
                .doesNotContain("cb498a7f70c17b83d5c018042fa6bde5aabe6d8ea73c280e713ac65905dbcff0");
    }
}
