package dev.signalbox.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;

class ForwardLookupsTest {

    /** Asked whose it is, the platform would say localhost. */
    @Test
    void nobodyIsAskedWhoseAnAddressIs() throws Exception {
        assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void hostsAreFoundByTheirNames() throws Exception {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }
}
