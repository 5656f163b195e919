package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

class RouteTableTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final List<String> TRICKS =
            List.of(
                    "/",
                    "//",
                    "/./",
                    "/../",
                    "%2f",
                    "%2F",
                    "%2e%2e",
                    "%2e%2e%2f",
                    ";x=y",
                    ".",
                    "..",
                    "%00",
                    "%20",
                    "?",
                    "#",
                    "\\",
                    "\u00e4",
                    "%c0%af",
                    "%252e",
                    "+",
                    "A",
                    "{model}",
                    "*");

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void thePolicyThatIsEnforcedIsThatOfWhatIsServed() {
        RouteTable table = Routes.to(HOUSE.doors, HttpSettings.defaults());
        List<Service> services = table.services();
        Random random = new Random(20261126);
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            String method = random.nextBoolean() ? "GET" : "POST";
            String path = path(services, random);
            if (table.find(method, path) instanceof RouteTable.Found match) {
                found++;
                assertThat(match.service().method()).isEqualTo(method);
                assertThat(path).matches(pattern(match.service().path()));
                // Whoever normalises before us must not come to a route of another policy.
                String plain = plain(path);
                if (plain != null && table.find(method, plain) instanceof RouteTable.Found other) {
                    assertThat(other.service().policy())
                            .as(method + " " + path)
                            .isEqualTo(match.service().policy());
                }
            }
        }
        assertThat(found).isGreaterThan(10_000);
    }

    private static String path(List<Service> services, Random random) {
        String one = services.get(random.nextInt(services.size())).path();
        String other = services.get(random.nextInt(services.size())).path();
        StringBuilder path =
                new StringBuilder(one.replace("{model}", "eu").replace("{key}", "sk-1"));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(path.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> path.insert(at, TRICKS.get(random.nextInt(TRICKS.size())));
                case 1 -> path.append(TRICKS.get(random.nextInt(TRICKS.size()))).append(other);
                case 2 -> path.delete(at, Math.min(path.length(), at + 1 + random.nextInt(3)));
                default -> {
                    if (at < path.length()) {
                        String escaped = "%%%02x".formatted((int) path.charAt(at) & 0xff);
                        path.replace(at, at + 1, escaped);
                    }
                }
            }
        }
        return path.toString();
    }

    private static Pattern pattern(String template) {
        int begin = template.indexOf('{');
        return begin < 0
                ? Pattern.compile(Pattern.quote(template))
                : Pattern.compile(
                        Pattern.quote(template.substring(0, begin))
                                + ".+"
                                + Pattern.quote(template.substring(template.indexOf('}') + 1)),
                        Pattern.DOTALL);
    }

    /** Decoded and without detours, as something before us might make it. */
    private static @Nullable String plain(String path) {
        String decoded;
        try {
            decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        List<String> kept = new ArrayList<>();
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals("..") && !kept.isEmpty()) {
                kept.removeLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.add(segment);
            }
        }
        return "/" + String.join("/", kept);
    }

    @Test
    void nothingIsServedTwice() {
        RouteTable table = new RouteTable();
        Service service = Side.BOTH.get("/x", Policy.PUBLIC, "x", (exchange, variable) -> {});
        table.add(service);
        assertThatThrownBy(() -> table.add(service)).hasMessageContaining("GET /x");
    }

    @Test
    void everythingIsServedOnOneSideAtLeast() {
        RouteTable table = Routes.to(HOUSE.doors, HttpSettings.defaults());
        assertThat(table.of(Side.CALLS).services())
                .extracting(Service::path)
                .doesNotContain("/team/new")
                .contains("/v1/models", "/health/readiness");
        assertThat(table.of(Side.ADMINISTRATION).services())
                .extracting(Service::path)
                .contains("/team/new", "/health/readiness")
                .doesNotContain("/v1/models");
    }
}
