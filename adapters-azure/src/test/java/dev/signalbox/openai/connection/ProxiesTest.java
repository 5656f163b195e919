package dev.signalbox.openai.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;

class ProxiesTest {

    private static final Map<String, String> VARIABLES =
            Map.of(
                    "HTTPS_PROXY",
                    "http://safe.proxy:3128",
                    "http_proxy",
                    "plain.proxy",
                    "NO_PROXY",
                    "inner.example, .corp ,*.wild,10.0.0.7");

    @ParameterizedTest
    @CsvSource({
        "https://r.openai.azure.com, safe.proxy:3128",
        "http://far.example:8080, plain.proxy:80",
        "https://inner.example, -",
        "https://deep.inner.example, -",
        "https://notinner.example, safe.proxy:3128",
        "https://a.corp, -",
        "https://corp, -",
        "https://b.wild, -",
        "https://10.0.0.7, -",
        "https://110.0.0.7, safe.proxy:3128",
        "http://localhost:1, -",
        "http://127.0.0.1:1, -",
        "http://[::1]:1, -"
    })
    void hostsAreAskedThroughTheProxyOfTheirSchemeUnlessTheyAreSpared(String host, String by) {
        Proxy proxy = Proxies.ofVariables(VARIABLES).to(URI.create(host)).proxy();

        assertThat(proxy.address() == null ? "-" : proxy.address().toString())
                .endsWith(by.replace("proxy:", "proxy/<unresolved>:"));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "https://r.example, *", "'not a host', ''"})
    void whereThereIsNoneOrNothingGoesThroughItTheWayIsStraight(String proxy, String not) {
        Map<String, String> variables = Map.of("HTTPS_PROXY", proxy, "NO_PROXY", not);

        assertThat(Proxies.ofVariables(variables).to(URI.create("https://r.example")).proxy())
                .isEqualTo(Proxy.NO_PROXY);
    }
}
