package dev.signalbox.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.http.HttpSettings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where administration is served is decided before anything is opened. */
class PlannerTest {

    private static final String STRONG = "sk-0c9a8b7d6e5f4a3b2c1d0e9f";
    private static final String MODELS =
            "model_list: [{model_name: m, litellm_params: {model: azure/m, mock_response: hi}}]\n";

    @TempDir Path folder;

    @Test
    void administrationStaysWithTheCallsUnlessSomebodySaysOtherwise() throws Exception {
        assertThat(admin("127.0.0.1", null, STRONG, "")).isNull();
    }

    @Test
    void anAdminPortListensBesideTheCallsUnlessTheFileSaysWhere() throws Exception {
        assertThat(admin("127.0.0.1", null, STRONG, "admin_port: 4001"))
                .isEqualTo(new HttpSettings.Address("127.0.0.1", 4001));
        assertThat(admin("0.0.0.0", null, STRONG, "admin_port: 4001, admin_host: 127.0.0.1"))
                .isEqualTo(new HttpSettings.Address("127.0.0.1", 4001));
    }

    @Test
    void thePortOfTheCommandLineWins() throws Exception {
        assertThat(admin("127.0.0.1", 4002, STRONG, "admin_port: 4001"))
                .isEqualTo(new HttpSettings.Address("127.0.0.1", 4002));
    }

    @Test
    void anAdminHostWithoutAPortIsAMistake() {
        assertThatThrownBy(() -> admin("127.0.0.1", null, STRONG, "admin_host: 10.0.0.1"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("config.yaml:2: general_settings.admin_host")
                .hasMessageContaining("admin_host needs an admin_port");
    }

    @Test
    void thePortOfTheCallsIsTaken() {
        assertThatThrownBy(() -> admin("127.0.0.1", null, STRONG, "admin_port: 4000"))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("config.yaml:2: general_settings.admin_port")
                .hasMessageContaining("4000");
        assertThatThrownBy(() -> admin("127.0.0.1", 4000, STRONG, ""))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("--admin-port");
    }

    @Test
    void aWeakMasterKeyIsNotForWhoeverReachesTheAdminHost() throws Exception {
        String elsewhere = "admin_port: 4001, admin_host: 10.0.0.1";
        assertThatThrownBy(() -> admin("127.0.0.1", null, "sk-1234", elsewhere))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("config.yaml:2: general_settings.admin_host")
                .hasMessageContaining("--allow-weak-master-key");
        assertThat(admin("127.0.0.1", null, "sk-1234", "admin_port: 4001"))
                .isEqualTo(new HttpSettings.Address("127.0.0.1", 4001));
    }

    private HttpSettings.@Nullable Address admin(
            String host, @Nullable Integer port, String masterKey, String more) throws Exception {
        Path file = folder.resolve("config.yaml");
        Files.writeString(
                file, MODELS + "general_settings: {master_key: " + masterKey + ", " + more + "}\n");
        Wish.Serve wish =
                new Wish.Serve(
                        file, host, 4000, port, folder, null, null, false, false, false, List.of());
        Console console =
                new Console(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return new Planner(wish, new Environment(Map.of()), console).plan().http().admin();
    }
}
