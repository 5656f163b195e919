package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The commands that move everything, as processes, on databases that are in use. */
class MovingIT {

    private static final String CONFIG =
            """
            model_list:
              - model_name: hello-eu
                litellm_params: {model: azure/hello, mock_response: Hello!}
            general_settings:
              master_key: %s
            """
                    .formatted(RunningGateway.MASTER_KEY);

    private static final String QUESTION =
            """
            {"model": "hello", "messages": [{"role": "user", "content": "Hi"}]}""";

    @TempDir Path folder;

    @Test
    void aKeyWorksWhereverItIsMoved() throws Exception {
        try (EmbeddedPostgres theirs =
                EmbeddedPostgres.start(folder.resolve("theirs"), progress -> {})) {
            String key;
            try (RunningGateway gateway = Order.in(folder).serving(CONFIG).listen()) {
                key = gateway.keyOfTeam("team-a", "hello", "hello-eu");
                assertWorks(gateway, key);
                assertThat(command(0, "export", "--data-dir", "data", "--to", "all.zip"))
                        .contains("Using the PostgreSQL that runs in")
                        .contains("teams: 1 rows")
                        .contains("all.zip holds everything, as of revision 2");
                assertThat(copyTo(theirs.url(), 0)).contains("keys: 1 rows", "at revision 3");
                assertThat(copyTo(theirs.url(), 65)).contains("is in use already", "--replace");
                assertWorks(gateway, key);
            }
            try (RunningGateway moved =
                    Order.in(folder)
                            .with("DATABASE_URL", RunningGateway.text(theirs.url()))
                            .serving(CONFIG)
                            .listen()) {
                assertWorks(moved, key);
                assertThat(moved.keyOfTeam("team-b", "hello", "hello-eu")).startsWith("sk-");
            }
            assertThat(command(0, "import", "--data-dir", "other", "--from", "all.zip"))
                    .contains("Making an empty database", "holds everything, at revision 3");
            assertThat(command(65, "import", "--data-dir", "other", "--from", "all.zip"))
                    .contains("1 rows in keys");
            try (RunningGateway restored =
                    Order.in(folder)
                            .saying("--config", "config.yaml", "--data-dir", "other")
                            .saying("--host", "127.0.0.1", "--port", "0")
                            .listen()) {
                assertWorks(restored, key);
            }
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() throws Exception {
        assertThat(command(65, "export", "--data-dir", "nowhere", "--to", "all.zip"))
                .contains("error: there is no database in " + folder.resolve("nowhere"));
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThat(command(2, "export", "--data-dir", "nowhere"))
                .contains("--to")
                .contains("`signalbox database export --help`");
        assertThat(command(0, "export", "--help")).contains("Usage: signalbox database export");
    }

    private static void assertWorks(RunningGateway gateway, String key) {
        assertThat(gateway.post("/v1/chat/completions", key, QUESTION).statusCode()).isEqualTo(200);
    }

    private String copyTo(DatabaseUrl url, int exit) throws Exception {
        Order order = Order.in(folder).with("NEW_URL", RunningGateway.text(url));
        return ended(
                order.saying(
                        "database", "copy", "--data-dir", "data", "--to", "os.environ/NEW_URL"),
                exit);
    }

    private String command(int exit, String... words) throws Exception {
        return ended(Order.in(folder).saying("database").saying(words), exit);
    }

    /** What it prints. */
    private static String ended(Order order, int exit) throws Exception {
        RunningGateway command = order.start();
        assertThat(command.exitCode()).as(command.log()).isEqualTo(exit);
        return command.log();
    }
}
