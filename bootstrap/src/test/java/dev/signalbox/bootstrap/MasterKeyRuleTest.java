package dev.signalbox.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Credential;
import dev.signalbox.bootstrap.MasterKeyRule.Listen;
import dev.signalbox.bootstrap.MasterKeyRule.Refuse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyRuleTest {

    private static final Credential WEAK = Credential.of("sk-1234");
    private static final Credential STRONG = Credential.of("sk-6f1d2c3b4a59687706152433");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-1234",
                "sk-12345",
                "changeme",
                "sk-short-but-o",
                "sk-litellm-master-key",
                "SK-LiteLLM-Master-Key",
                "sk-1234567890abcdef"
            })
    void aKeyThatOthersKnowIsWeak(String key) {
        assertThat(MasterKeyRule.isWeak(Credential.of(key))).isTrue();
    }

    @Test
    void aLongKeyOfOnesOwnIsNot() {
        assertThat(MasterKeyRule.isWeak(STRONG)).isFalse();
        assertThat(MasterKeyRule.isWeak(Credential.of("0123456789abcdeX"))).isFalse();
    }

    @Test
    void aStrongKeyListensEverywhereOrWhereToldTo() {
        assertThat(MasterKeyRule.decide(STRONG, null, false))
                .isEqualTo(new Listen("0.0.0.0", null));
        assertThat(MasterKeyRule.decide(STRONG, "10.0.0.1", false))
                .isEqualTo(new Listen("10.0.0.1", null));
    }

    @Test
    void aWeakKeyAndNoHostStayOnThisMachineAndSaySo() {
        Listen listen = (Listen) MasterKeyRule.decide(WEAK, null, false);
        assertThat(listen.host()).isEqualTo("127.0.0.1");
        assertThat(listen.notice()).contains(MasterKeyRule.HOW_TO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.0.2.1"})
    void aWeakKeyThatOthersCouldTryIsRefused(String host) {
        Refuse refuse = (Refuse) MasterKeyRule.decide(WEAK, host, false);
        assertThat(refuse.why()).contains(MasterKeyRule.HOW_TO).contains("--allow-weak-master-key");
        assertThat(refuse.why()).doesNotContain("sk-1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void aWeakKeyOnThisMachineIsServed(String host) {
        assertThat(MasterKeyRule.decide(WEAK, host, false)).isEqualTo(new Listen(host, null));
    }

    @Test
    void whoeverMeansItMayHaveIt() {
        Listen listen = (Listen) MasterKeyRule.decide(WEAK, "0.0.0.0", true);
        assertThat(listen.host()).isEqualTo("0.0.0.0");
        assertThat(listen.notice()).isNotNull();
        assertThat(((Listen) MasterKeyRule.decide(WEAK, null, true)).host()).isEqualTo("0.0.0.0");
    }
}
