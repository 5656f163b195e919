package dev.signalbox.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class ThrottleTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Throttle throttle = new Throttle(new Throttling(60, 1), nanos::get);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(address);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void sixtyFailuresAreBorneAndThenASecondIsWaited() {
        fail("192.0.2.1", 59);
        assertThat(throttle.isQuiet()).isTrue();
        assertThat(throttle.waitOf("192.0.2.1")).isZero();
        fail("192.0.2.1", 1);
        assertThat(throttle.isQuiet()).isFalse();
        assertThat(throttle.waitOf("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.waitOf("192.0.2.2")).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(throttle.waitOf("192.0.2.1")).isZero();
        assertThat(throttle.isQuiet()).isTrue();
        fail("192.0.2.1", 1);
        assertThat(throttle.waitOf("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void afterAMinuteEverythingIsForgiven() {
        fail("192.0.2.1", 60);
        pass(Duration.ofSeconds(60));
        fail("192.0.2.1", 59);
        assertThat(throttle.waitOf("192.0.2.1")).isZero();
    }

    @Test
    void oneNetworkOfIpv6IsOneCaller() {
        fail("2001:db8:0:1::1", 30);
        fail("2001:db8:0:1:ffff::2", 30);
        assertThat(throttle.waitOf("2001:db8:0:1::3")).isPositive();
        assertThat(throttle.waitOf("2001:db8:0:2::1")).isZero();
    }

    @Test
    void anAddressOfIpv4WithinIpv6IsTheSameCaller() {
        fail("::ffff:192.0.2.1", 60);
        assertThat(throttle.waitOf("192.0.2.1")).isPositive();
    }

    @Test
    void onlySoManyAddressesAreKnown() {
        fail("192.0.2.1", 60);
        for (int i = 0; i < 9_999; i++) {
            throttle.failed("10.1." + i / 256 + "." + i % 256);
        }
        assertThat(throttle.waitOf("192.0.2.1")).isPositive();
        for (int i = 0; i < 10_000; i++) {
            throttle.failed("10.2." + i / 256 + "." + i % 256);
        }
        assertThat(throttle.addresses()).isEqualTo(10_000);
        assertThat(throttle.waitOf("192.0.2.1")).isZero();
    }
}
