package dev.signalbox.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.persistence.Database;
import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.contact.FirstContact;
import dev.signalbox.persistence.embedded.programs.Account;
import dev.signalbox.persistence.embedded.programs.Programs;
import dev.signalbox.persistence.embedded.programs.Tools;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

class EmbeddedPostgresTest {

    @TempDir private Path dataDir;
    private Path home;
    private LentPrograms lent;

    @BeforeEach
    void lendPrograms() throws Exception {
        home = dataDir.resolve("postgres");
        lent = LentPrograms.to(home);
    }

    @AfterEach
    void takeProgramsBack() throws Exception {
        lent.close();
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(dataDir, progress -> {});
    }

    private static Database open(EmbeddedPostgres postgres) {
        return Database.open(postgres.url(), Duration.ofSeconds(10), progress -> {});
    }

    private static void put(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = FirstContact.connect(postgres.url(), 10);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 'a row' AS text");
        }
    }

    private static String kept(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = FirstContact.connect(postgres.url(), 10);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT text FROM kept")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private ProcessHandle server() throws IOException {
        String pid = Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    @Test
    void whatWasStoredIsThereAfterARestart() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            put(postgres);
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(kept(postgres)).isEqualTo("a row");
        }
    }

    @Test
    void theServerEndsWithItsOwner() throws Exception {
        lent.withData();
        EmbeddedPostgres postgres = start();
        ProcessHandle server = server();
        postgres.close();
        postgres.close();
        await().until(() -> !server.isAlive() || server.info().command().isEmpty());
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aServerThatWasKilledStartsAgainWithEverythingInIt() throws Exception {
        lent.withData();
        try (EmbeddedPostgres postgres = start()) {
            put(postgres);
            server().destroyForcibly();
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(kept(postgres)).isEqualTo("a row");
        }
    }

    @Test
    void withTheServerGoneTheRegistrySaysSo() throws Exception {
        lent.withData();
        EmbeddedPostgres postgres = start();
        try (Database database = open(postgres)) {
            assertThat(database.registry().answers()).isTrue();
            postgres.close();
            assertThat(database.registry().answers()).isFalse();
            assertThatThrownBy(() -> database.registry().contents())
                    .isInstanceOf(RegistryUnavailable.class);
        }
    }

    @Test
    void anOrphanOfAKilledGatewayIsReplaced() throws Exception {
        lent.withData();
        try (OtherProcess other = new OtherProcess(dataDir)) {
            other.kill();
            ProcessHandle orphan = server();
            assertThat(orphan.isAlive()).isTrue();
            try (EmbeddedPostgres postgres = start()) {
                assertThat(server().pid()).isNotEqualTo(orphan.pid());
                put(postgres);
                assertThatThrownBy(() -> new Socket("127.0.0.1", other.port()).close())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aFolderInUseIsRefusedNamingItAndWhoHasIt() throws Exception {
        lent.withData();
        try (OtherProcess other = new OtherProcess(dataDir)) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseUnreachable.class)
                    .hasMessageContaining(home.toRealPath().toString())
                    .hasMessageContaining("process " + other.pid() + ":")
                    .hasMessageContaining("--data-dir");
            other.kill();
            start().close();
        }
    }

    @Test
    void aFolderInUseByOurselvesIsRefusedAndStaysOurs() throws Exception {
        lent.withData();
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseUnreachable.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThatThrownBy(() -> new OtherProcess(dataDir).close())
                    .isInstanceOf(IOException.class);
            put(postgres);
        }
    }

    @Test
    void aStartThatWasInterruptedIsBegunAgain() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.createDirectories(home.resolve("data.unfinished/base"));
        Files.writeString(home.resolve("data.unfinished/PG_VERSION"), "18");
        Files.writeString(home.resolve("signalbox.password.unfinished"), "x");
        Files.createDirectories(home.resolve("programs-1.2.3.unfinished/bin"));
        try (EmbeddedPostgres postgres = start()) {
            put(postgres);
        }
        assertThat(home.resolve("data.unfinished")).doesNotExist();
        assertThat(home.resolve("programs-1.2.3.unfinished")).doesNotExist();
    }

    @Test
    void aPidFileThatNamesAStrangerIsNotBelieved() throws Exception {
        lent.withData();
        start().close();
        Files.writeString(
                home.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("data") + "\n");
        start().close();
        Files.writeString(home.resolve("data/postmaster.pid"), "");
        start().close();
    }

    @Test
    void dataOfAnotherVersionIsRefusedAndLeftAlone() throws Exception {
        lent.withData();
        start().close();
        Files.writeString(home.resolve("data/PG_VERSION"), "12\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining("is of PostgreSQL 12, and this Signalbox brings PostgreSQL");
        Files.delete(home.resolve("data/PG_VERSION"));
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining("PG_VERSION is missing");
        assertThat(home.resolve("data/global/pg_control")).exists();
    }

    @Test
    void damagedDataIsRefusedAndLeftAlone() throws Exception {
        lent.withData();
        start().close();
        Files.delete(home.resolve("data/global/pg_control"));
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining("pg_control is missing");
        assertThat(home.resolve("data/base")).exists();
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws Exception {
        lent.withData();
        start().close();
        Files.writeString(home.resolve("data/postgresql.auto.conf"), "no_such_setting = 1\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining("no_such_setting");
        Files.writeString(home.resolve("data/postgresql.auto.conf"), "");
        start().close();
    }

    @Test
    void whatItSaysLastIsShownWhateverBytesStandBefore() throws Exception {
        lent.withData();
        start().close();
        Files.writeString(
                home.resolve("data/postgresql.auto.conf"),
                "\u00e9 = 1\nno_such_setting = 1\n",
                StandardCharsets.ISO_8859_1);
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining("postgresql.auto.conf");
    }

    @Test
    void nobodyElseGetsIn() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            DatabaseUrl url = postgres.url();
            for (String wrong : List.of("", "wrong")) {
                assertThatThrownBy(() -> FirstContact.connect(withPassword(url, wrong), 5).close())
                        .isInstanceOf(SQLException.class);
            }
            assertThat(String.valueOf(url.password())).hasSizeGreaterThan(30);
            assertThat(postgres.url().toString()).doesNotContain(String.valueOf(url.password()));
            assertThat(permissions(home)).isEqualTo("rwx------");
            assertThat(permissions(home.resolve("data"))).isEqualTo("rwx------");
            assertThat(permissions(home.resolve("data/signalbox.password"))).isEqualTo("rw-------");
            List<InetAddress> elsewhere =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> !address.isLoopbackAddress())
                            .toList();
            assertThat(elsewhere)
                    .allSatisfy(
                            address ->
                                    assertThatThrownBy(
                                                    () -> new Socket(address, url.port()).close())
                                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void rootMayStartItAsSomebodyElseWhereNamespacesAreForbidden() throws Exception {
        assumeThat(isRoot()).isTrue();
        // Nobody must get through to the data from above.
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxr-xr-x"));
        Programs programs = new Programs(home.resolve("programs.log"));
        assumeThat(programs.works(Account.AS_NOBODY.command("true"))).isTrue();
        for (Account account :
                List.of(Account.AS_NOBODY, Account.IN_A_NAMESPACE, Account.AS_NOBODY)) {
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(
                            home.toRealPath(),
                            FolderLock.take(home),
                            new Tools(account, programs),
                            progress -> {})) {
                put(postgres);
                assertThat(kept(postgres)).isEqualTo("a row");
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(dataDir.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file, progress -> {}))
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessageContaining(file.toString());
    }

    private static DatabaseUrl withPassword(DatabaseUrl url, String password) {
        return new DatabaseUrl(
                url.host(),
                url.port(),
                url.database(),
                url.user(),
                password,
                url.schema(),
                url.driver(),
                url.warnings());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
