package dev.signalbox.persistence.contact;

import dev.signalbox.persistence.contact.DatabaseUrl.BadDatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one database URL. By hand, since {@link java.net.URI} refuses hosts with an underscore and
 * shows the whole text, password included, when it refuses one. No message of this class shows
 * anything that stands before the last {@code @}, or that could be a piece of a password in which a
 * character was not encoded.
 */
final class DatabaseUrlReader {

    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final Set<String> CHANNEL_BINDINGS = Set.of("disable", "prefer", "require");

    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** Ours and the driver's names of what is simply passed on. */
    private static final Map<String, String> PASSED_ON =
            Map.of(
                    "application_name", "ApplicationName",
                    "options", "options",
                    "sslrootcert", "sslrootcert");

    /** What Prisma reads and we do not need, and what to say about it. */
    private static final Map<String, String> PRISMAS =
            Map.ofEntries(
                    Map.entry("connection_limit", "the pool has its own size"),
                    Map.entry("pool_timeout", "the pool has its own timeout"),
                    Map.entry("connect_timeout", "a connection is given up after 5 seconds"),
                    Map.entry("socket_timeout", "a silent connection is given up by itself"),
                    Map.entry("max_connection_lifetime", "the pool renews its connections"),
                    Map.entry("max_idle_connection_lifetime", "the pool renews its connections"),
                    Map.entry("single_use_connections", "connections are pooled"),
                    Map.entry("statement_cache_size", "the driver has its own cache"),
                    Map.entry("pgbouncer", "a PgBouncer in between must pool by session"),
                    Map.entry("sslaccept", "say sslmode=verify-full to have certificates checked"),
                    Map.entry("sslcert", "name the authority's certificate with sslrootcert"),
                    Map.entry("sslidentity", "certificates of clients are not supported"),
                    Map.entry("sslpassword", "certificates of clients are not supported"));

    private static final String ENCODE =
            "A '@', ':', '/', '?', '#' or '%' in a user, password or database must be"
                    + " percent-encoded (%40, %3A, %2F, %3F, %23, %25).";

    private final String text;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> driver = new HashMap<>();

    DatabaseUrlReader(String text) {
        this.text = text.strip();
    }

    DatabaseUrl read() {
        String rest = withoutScheme();
        int authorityEnd = firstOf(rest, "/?#");
        String authority = rest.substring(0, authorityEnd);
        String tail = rest.substring(authorityEnd);
        if (tail.indexOf('@') >= 0 || tail.indexOf('#') >= 0) {
            throw bad(ENCODE);
        }
        int at = authority.lastIndexOf('@');
        if (at < 0) {
            throw bad("It names no user.");
        }
        int query = firstOf(tail, "?");
        String schema = parameters(tail.substring(Math.min(query + 1, tail.length())));
        String path = tail.substring(0, query);
        return address(authority.substring(at + 1), authority.substring(0, at), path, schema);
    }

    private String withoutScheme() {
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        throw bad("It must begin with postgresql:// or postgres://.");
    }

    private DatabaseUrl address(
            String hostAndPort, String userInfo, String path, @Nullable String schema) {
        int colon = userInfo.indexOf(':');
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? null : decoded(userInfo.substring(colon + 1));
        String database = path.isEmpty() ? "" : path.substring(1);
        if (user.isEmpty()) {
            throw bad("It names no user.");
        }
        if (database.isEmpty()) {
            throw bad("It names no database: .../database is missing behind the host.");
        }
        if (database.indexOf('/') >= 0 || userInfo.indexOf('@') >= 0) {
            throw bad(ENCODE);
        }
        return new DatabaseUrl(
                host(hostAndPort),
                port(hostAndPort),
                decoded(database),
                user,
                password,
                schema,
                driver,
                warnings);
    }

    private static String host(String hostAndPort) {
        if (hostAndPort.indexOf(',') >= 0) {
            throw bad("It must name one host.");
        }
        String host = hostAndPort.substring(0, portColon(hostAndPort));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = decoded(bracketed ? host.substring(1, host.length() - 1) : host);
        if (bare.isEmpty()) {
            throw bad("It names no host.");
        }
        if (bare.startsWith("/")) {
            throw bad("A Unix socket is not supported: name a host.");
        }
        if (!bracketed && bare.indexOf(':') >= 0) {
            throw bad("An IPv6 address stands in brackets.");
        }
        return bare;
    }

    private static int port(String hostAndPort) {
        int colon = portColon(hostAndPort);
        String port = hostAndPort.substring(Math.min(colon + 1, hostAndPort.length()));
        if (colon == hostAndPort.length() || port.isEmpty()) {
            return DatabaseUrl.DEFAULT_PORT;
        }
        boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65_535) {
            throw bad("The port behind the host must be a number from 1 to 65535. " + ENCODE);
        }
        return number;
    }

    /** Where the port's colon stands; the end if there is none. */
    private static int portColon(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? colon : hostAndPort.length();
    }

    /** Takes over what the query says. Returns the schema, if it names one. */
    private @Nullable String parameters(String query) {
        String schema = null;
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            if (name.equals("schema")) {
                schema = schema(value);
            } else if (!name.isEmpty()) {
                parameter(name, value);
            }
        }
        return schema;
    }

    /** Liquibase writes the name into SQL without quotes, and folds its letters. */
    private static String schema(String name) {
        if (!SCHEMA.matcher(name).matches()) {
            throw bad("schema must be a name of at most 63 small letters, digits and underscores.");
        }
        return name;
    }

    private void parameter(String name, String value) {
        switch (name) {
            case "sslmode" -> driver.put("sslmode", oneOf(SSL_MODES, name, value));
            case "channel_binding" ->
                    driver.put("channelBinding", oneOf(CHANNEL_BINDINGS, name, value));
            case "host" -> throw bad("The host must stand behind the '@', not in a parameter.");
            default -> otherParameter(name, value);
        }
    }

    private void otherParameter(String name, String value) {
        String driversName = PASSED_ON.get(name);
        if (driversName != null) {
            driver.put(driversName, value);
            return;
        }
        String why = PRISMAS.getOrDefault(name, "it is not known");
        warnings.add("The parameter " + name + " of the database URL has no effect: " + why + ".");
    }

    private static String oneOf(Set<String> allowed, String name, String value) {
        if (!allowed.contains(value)) {
            throw bad(
                    name
                            + " must be one of "
                            + String.join(", ", allowed.stream().sorted().toList())
                            + ".");
        }
        return value;
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** Percent-decoded; a plus stays a plus, as it does in PostgreSQL's own tools. */
    private static String decoded(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                plain.write(bytes[i]);
            } else if (i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                plain.write(hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else {
                throw bad("A '%' must be followed by two hexadecimal digits. " + ENCODE);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("What is percent-encoded must be UTF-8.");
        }
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }

    private static BadDatabaseUrl bad(String why) {
        return new BadDatabaseUrl("The database URL cannot be used. " + why);
    }
}
