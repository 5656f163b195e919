package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What cannot be served does not start, and says why. Each in a process and a folder of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class RefusedStartIT {

    private static final String MODELS =
            "model_list: [{model_name: m, litellm_params: {model: azure/m, mock_response: hi}}]\n";

    @TempDir Path folder;

    @Test
    void anUnsetVariableStopsTheStart() throws Exception {
        RunningGateway gateway = Order.in(folder).serving(Upstreams.config()).start();

        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log())
                .contains("config.yaml:5: model_list[0].litellm_params.api_base: ")
                .contains("AZURE_API_BASE_EU")
                .contains("AZURE_API_KEY_EU")
                .contains("config.yaml:11: ")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void anUnknownKeyStopsTheStartUnlessThatIsAllowed() throws Exception {
        RunningGateway gateway = Order.in(folder).serving(MODELS + "general_setings: {}\n").start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("config.yaml:2: ").contains("general_settings?");
    }

    @Test
    void withoutAFileItIsToldWhatOneLooksLike() throws Exception {
        RunningGateway gateway = Order.in(folder).start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("--config").contains("model_list");
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        RunningGateway gateway = Order.in(folder).saying("--config", "nowhere.yaml").start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("nowhere.yaml: there is no such file");
    }

    @Test
    void withoutAMasterKeyNobodyServes() throws Exception {
        RunningGateway gateway = Order.in(folder).serving(MODELS).start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("export LITELLM_MASTER_KEY=sk-");
    }

    @Test
    void aWeakMasterKeyIsNotForOthers() throws Exception {
        String config = MODELS + "general_settings: {master_key: sk-1234}\n";
        RunningGateway gateway =
                Order.in(folder).configured(config).saying("--host=0.0.0.0", "--port=0").start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("config.yaml:2: ").contains("--allow-weak-master-key");
    }

    @Test
    void aWeakMasterKeyWithoutAHostIsServedToThisMachineOnly() throws Exception {
        String config = MODELS + "general_settings: {master_key: sk-1234}\n";
        try (RunningGateway gateway =
                Order.in(folder).prepared().configured(config).saying("--port=0").listen()) {
            assertThat(gateway.address().getHost()).isEqualTo("127.0.0.1");
            assertThat(gateway.log()).contains("export LITELLM_MASTER_KEY=sk-");
        }
    }

    @Test
    void aTakenPortStopsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            RunningGateway gateway =
                    Order.in(folder)
                            .with("LITELLM_MASTER_KEY", RunningGateway.MASTER_KEY)
                            .configured(MODELS)
                            .saying("--host=127.0.0.1", "--port=" + taken.getLocalPort())
                            .start();
            assertThat(gateway.exitCode()).isEqualTo(78);
            assertThat(gateway.log())
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("PostgreSQL");
        }
    }

    @Test
    void aCommandLineThatCannotBeUnderstoodIsOneLine() throws Exception {
        RunningGateway gateway = Order.in(folder).saying("--confg=x").start();
        assertThat(gateway.exitCode()).isEqualTo(2);
        assertThat(gateway.log().lines()).hasSize(1);
        assertThat(gateway.log()).contains("did you mean --config?");
    }

    @Test
    void aDatabaseUrlThatIsNoneIsNamedWithoutItsPassword() throws Exception {
        RunningGateway gateway =
                Order.in(folder)
                        .with("LITELLM_MASTER_KEY", RunningGateway.MASTER_KEY)
                        .with("DATABASE_URL", "mysql://u:hush-hush@h/d")
                        .serving(MODELS)
                        .start();
        assertThat(gateway.exitCode()).isEqualTo(78);
        assertThat(gateway.log()).contains("DATABASE_URL").doesNotContain("hush-hush");
    }

    @Test
    void aSignalEndsAStartThatStillWaitsForItsDatabase() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        RunningGateway gateway =
                Order.in(folder)
                        .with("LITELLM_MASTER_KEY", RunningGateway.MASTER_KEY)
                        .with("DATABASE_URL", "postgresql://u:hush@127.0.0.1:" + nobody + "/d")
                        .serving(MODELS)
                        .start();
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> gateway.log().contains("cannot be reached yet"));

        gateway.process().destroy();

        assertThat(gateway.exitCode()).isZero();
        assertThat(gateway.log()).doesNotContain("hush").doesNotContain("listens on");
    }

    @Test
    void helpAndVersionStartNothing() throws Exception {
        RunningGateway help = Order.in(folder).saying("--help").start();
        assertThat(help.exitCode()).isZero();
        assertThat(help.log()).contains("signalbox demo").contains("Exit codes");
        RunningGateway version = Order.in(folder).saying("--version").start();
        assertThat(version.exitCode()).isZero();
        assertThat(version.log()).matches("Signalbox \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(Files.exists(folder.resolve("data"))).isFalse();
    }
}
