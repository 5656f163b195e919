package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The reference of the administration says what the document says. */
class AdminReferenceTest {

    private static final Path FILE = Path.of("../docs/reference/admin-api.md");
    private static final String RENEWS =
            "mvn -q -pl adapters-http -am -Dquick -Dtest=AdminReferenceTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Drenew verify";

    @Test
    void theReferenceIsWrittenFromTheDocument() throws IOException {
        try (RunningHouse house = new RunningHouse()) {
            String reference = new AdminReference(ApiDescription.of(house)).write();
            if (System.getProperty("renew") != null) {
                Files.writeString(FILE, reference);
            }
            assertThat(FILE).as("is stale; renew it with: " + RENEWS).hasContent(reference);
        }
    }
}
