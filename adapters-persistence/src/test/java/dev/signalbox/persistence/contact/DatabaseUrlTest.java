package dev.signalbox.persistence.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.persistence.contact.DatabaseUrl.BadDatabaseUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Properties;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://user:pass@host:5433/db, host, 5433, db, user, pass",
        "postgres://user:pass@host/db, host, 5432, db, user, pass",
        "POSTGRES://user:pass@host:/db, host, 5432, db, user, pass",
        "postgresql://user@host/db, host, 5432, db, user,",
        "postgresql://user:@host/db, host, 5432, db, user, ''",
        "postgresql://us%65r:p%40s%2Fs%3A%25@h_ost.example:1/d%20b, h_ost.example, 1, d b, user, p@s/s:%",
        "postgresql://user:a:b+c@host/db, host, 5432, db, user, a:b+c",
        "postgresql://%C3%BCser:%E2%82%AC@host/db, host, 5432, db, üser, €",
        "postgresql://user:pass@[::1]:6/db, ::1, 6, db, user, pass",
        "postgresql://user:pass@[fe80::1%25eth0]/db, fe80::1%eth0, 5432, db, user, pass",
        "'  postgresql://user:pass@10.0.0.1:5432/db?  ', 10.0.0.1, 5432, db, user, pass",
    })
    void aUrlIsRead(
            String text, String host, int port, String database, String user, String password) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.database()).isEqualTo(database);
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.schema()).isNull();
        assertThat(url.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:S3cret@h/db",
                "u:S3cret@h/db",
                "postgresql://",
                "postgresql://host/db",
                "postgresql://:S3cret@h/db",
                "postgresql://u:S3cret@/db",
                "postgresql://u:S3cret@h",
                "postgresql://u:S3cret@h/",
                "postgresql://u:S3cret@h/db/more",
                "postgresql://u:S3cret@h:0/db",
                "postgresql://u:S3cret@h:65536/db",
                "postgresql://u:S3cret@h:port/db",
                "postgresql://u:S3cret@h1,h2/db",
                "postgresql://u:S3cret@::1/db",
                "postgresql://u:S3cret%@h/db",
                "postgresql://u:S3cret%zz@h/db",
                "postgresql://u:S3cret%ff@h/db",
                "postgresql://u:S3/cret@h/db",
                "postgresql://u:12/S3cret@h/db",
                "postgresql://u:S3?cret@h/db",
                "postgresql://u:12?S3cret@h/db",
                "postgresql://u:S3#cret@h/db",
                "postgresql://u:12#S3cret@h/db",
                "postgresql://u:S3@cret@h/db",
                "postgresql://u:S3cret@%2Fvar%2Frun/db",
                "postgresql://u:S3cret@h/db?host=/var/run",
                "postgresql://u:S3cret@h/db?sslmode=maybe",
                "postgresql://u:S3cret@h/db?channel_binding=maybe",
                "postgresql://u:S3cret@h/db?schema=",
                "postgresql://u:S3cret@h/db?schema=a%22b",
                "postgresql://u:S3cret@h/db?schema=Public",
            })
    void aWrongUrlIsRefusedWithoutShowingThePassword(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(BadDatabaseUrl.class)
                .hasMessageStartingWith("The database URL cannot be used. ")
                .message()
                .doesNotContainIgnoringCase("s3")
                .doesNotContainIgnoringCase("cret");
    }

    @Test
    void thePasswordIsNeverShown() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://user:S3cret@host:5433/db?schema=own");
        assertThat(url.describe()).isEqualTo("host:5433/db");
        assertThat(url.toString()).contains("user", "host").doesNotContain("S3cret");
        assertThat(url.jdbcUrl()).doesNotContain("S3cret");
        assertThat(DatabaseUrl.parse("postgresql://u:p@[::1]/db").describe())
                .isEqualTo("[::1]:5432/db");
    }

    @Test
    void theDriverIsToldEverything() {
        DatabaseUrl url =
                DatabaseUrl.parse(
                        "postgresql://user:S3cret@host/d%20b?schema=own&sslmode=verify-full"
                                + "&sslrootcert=%2Fca.pem&channel_binding=require"
                                + "&application_name=mine&options=-c%20geqo%3Doff");
        Properties properties = url.jdbcProperties(7);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://host:5432/d+b");
        assertThat(properties)
                .containsEntry("user", "user")
                .containsEntry("password", "S3cret")
                .containsEntry("currentSchema", "\"own\"")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/ca.pem")
                .containsEntry("channelBinding", "require")
                .containsEntry("ApplicationName", "mine")
                .containsEntry("options", "-c geqo=off")
                .containsEntry("stringtype", "unspecified")
                .containsEntry("socketTimeout", "7")
                .containsEntry("tcpKeepAlive", "true");
        assertThat(url.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection_limit",
                "pool_timeout",
                "connect_timeout",
                "socket_timeout",
                "max_connection_lifetime",
                "max_idle_connection_lifetime",
                "single_use_connections",
                "statement_cache_size",
                "pgbouncer",
                "sslaccept",
                "sslcert",
                "sslidentity",
                "sslpassword"
            })
    void prismasOwnParametersAreIgnoredWithAWarning(String name) {
        DatabaseUrl url =
                DatabaseUrl.parse("postgresql://u:p@h/db?" + name + "=S3cret&sslmode=require");
        assertThat(url.warnings())
                .singleElement()
                .asString()
                .contains("The parameter " + name + " of the database URL has no effect: ")
                .doesNotContain("it is not known")
                .doesNotContain("S3cret");
        assertThat(url.driver()).isEqualTo(Map.of("sslmode", "require"));
    }

    @Test
    void anUnknownParameterIsIgnoredWithAWarning() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@h/db?supa=base-pooler.x&b").warnings())
                .isEqualTo(
                        List.of(
                                "The parameter supa of the database URL has no effect: it is not"
                                        + " known.",
                                "The parameter b of the database URL has no effect: it is not"
                                        + " known."));
    }

    @Test
    void aServerThatIsTooOldIsRefused() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u:p@h/db");
        FirstContact contact = new FirstContact(url, Pauser.real(), progress -> {});
        contact.requireVersion(14, "14.0");
        assertThatThrownBy(() -> contact.requireVersion(13, "13.18"))
                .isInstanceOf(DatabaseUnreachable.class)
                .hasMessage(
                        "The database h:5432/db is PostgreSQL 13.18; Signalbox needs 14 or newer.");
    }
}
