package dev.signalbox.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class TrustedProxiesTest {

    private final TrustedProxies proxies =
            new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @Test
    void nobodyIsBelievedUnlessListed() {
        assertThat(proxies.callerAddress("203.0.113.9", List.of("1.2.3.4")))
                .isEqualTo("203.0.113.9");
        assertThat(new TrustedProxies(List.of()).callerAddress("127.0.0.1", List.of("1.2.3.4")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void theLastAddressThatIsNoProxyIsTheCallers() {
        assertThat(proxies.callerAddress("10.1.1.1", List.of("6.6.6.6, 1.2.3.4, 192.0.2.7")))
                .isEqualTo("1.2.3.4");
        assertThat(proxies.callerAddress("10.1.1.1", List.of("6.6.6.6", "2001:db8::1")))
                .isEqualTo("2001:db8::1");
        assertThat(proxies.callerAddress("fd12::1", List.of("10.2.2.2"))).isEqualTo("10.2.2.2");
        assertThat(proxies.callerAddress("10.1.1.1", List.of())).isEqualTo("10.1.1.1");
    }

    @Test
    void whatIsNoAddressIsNotBelieved() {
        assertThat(proxies.callerAddress("10.1.1.1", List.of("evil\r\n", "unknown")))
                .isEqualTo("10.1.1.1");
        assertThat(proxies.callerAddress("10.1.1.1", List.of("dead.beef"))).isEqualTo("10.1.1.1");
        assertThat(proxies.callerAddress("10.1.1.1", List.of(""))).isEqualTo("10.1.1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10.0.0.0/33", "10.0.0.0/x", "example.org/8", "10.0.0.0/-1"})
    void whatIsNoNetworkIsRefused(String cidr) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(cidr)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8");
    }
}
