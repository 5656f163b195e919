package dev.signalbox.persistence.contact;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where the database lies and how to get in, as {@code database_url} says it.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param password null if none is given
 * @param schema where our tables lie; null for the first of the role's search path
 * @param driver further properties for the driver, by the driver's names
 * @param warnings what was read and has no effect, a sentence each
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        @Nullable String schema,
        Map<String, String> driver,
        List<String> warnings) {

    /** Where PostgreSQL listens unless somebody says otherwise. */
    public static final int DEFAULT_PORT = 5432;

    public DatabaseUrl {
        driver = Map.copyOf(driver);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code postgres://user:password@host:port/database?sslmode=...&schema=...}.
     *
     * @throws BadDatabaseUrl if it is none; the message says why and shows nothing of it that could
     *     be a password
     */
    public static DatabaseUrl parse(String text) {
        return new DatabaseUrlReader(text).read();
    }

    /** {@code host:port/database}, for messages. */
    public String describe() {
        return hostInBrackets() + ":" + port + "/" + database;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + describe();
    }

    /** The same with another schema. */
    public DatabaseUrl inSchema(String other) {
        return new DatabaseUrl(host, port, database, user, password, other, driver, warnings);
    }

    /** What the driver connects to; neither user nor password are in it. */
    public String jdbcUrl() {
        return "jdbc:postgresql://"
                + hostInBrackets()
                + ":"
                + port
                + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /**
     * Everything else that the driver must know, the password among it.
     *
     * @param socketSeconds how long one read may wait for the server; 0 for as long as it takes
     */
    public Properties jdbcProperties(int socketSeconds) {
        Map<String, String> all = new TreeMap<>();
        all.put("ApplicationName", "signalbox");
        // Texts are sent without a type, so that they fit json, arrays and times alike.
        all.put("stringtype", "unspecified");
        all.put("connectTimeout", "3");
        all.put("loginTimeout", "3");
        all.put("socketTimeout", Integer.toString(socketSeconds));
        all.put("tcpKeepAlive", "true");
        // Asking for Kerberos first costs a connection of its own where nobody has it.
        all.put("gssEncMode", "disable");
        all.putAll(driver);
        all.put("user", user);
        if (password != null) {
            all.put("password", password);
        }
        if (schema != null) {
            all.put("currentSchema", quoted(schema));
        }
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    /** A name as SQL writes one that may hold anything. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private String hostInBrackets() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** The text is no URL of a PostgreSQL database. The message shows no part of a password. */
    public static final class BadDatabaseUrl extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadDatabaseUrl(String message) {
            super(message);
        }
    }
}
