package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Long lists, page by page. A page far from the beginning is cheap as well: only the index is read
 * up to it, from whichever end is nearer, and rows are fetched for the page alone.
 */
public final class Listings {

    /** At most so many of each team, so that one large team does not cost the others. */
    private static final String OF_TEAMS =
            KeyRows.SELECT
                    + """
                    WHERE keys.hash IN (
                        SELECT oldest.hash
                        FROM unnest(CAST(:teams AS text[])) AS team (id) CROSS JOIN LATERAL (
                            SELECT keys.hash, keys.created_at FROM keys
                            WHERE keys.team_id = team.id
                            ORDER BY keys.created_at, keys.hash LIMIT :most
                        ) AS oldest
                        ORDER BY oldest.created_at, oldest.hash LIMIT :most
                    )
                    ORDER BY keys.created_at, keys.hash
                    """;

    private static final String KNOWN_AS =
            KeyRows.SELECT + "WHERE keys.public_id = ANY(CAST(:ids AS text[]))";

    /** Kept by the database: counting a million of them would take longer than reading a page. */
    private static final String KEYS = "SELECT number AS count FROM key_count";

    private static final String TEAMS = "SELECT count(*) AS count FROM teams";
    private static final String USERS = "SELECT count(*) AS count FROM users";

    private Listings() {}

    /** One page of keys. */
    public static Page<Key> keys(DbExecute sql, KeyFilter filter, PageWish wish) {
        Conditions conditions =
                new Conditions()
                        .and("keys.user_id = :user", "user", text(filter.user()))
                        .and("keys.team_id = :team", "team", text(filter.team()))
                        .and("keys.hash = :hash", "hash", hex(filter.hash()))
                        .and("keys.name = :name", "name", filter.name());
        return page(
                sql,
                new Source<>("keys", KEYS, KeyRows.SELECT, "hash", "sort_name", KeyColumns::key),
                conditions,
                wish);
    }

    /** One page of teams. */
    public static Page<Team> teams(DbExecute sql, TeamFilter filter, PageWish wish) {
        String member = text(filter.member());
        List<String> members = member == null ? List.of() : List.of(member);
        Conditions conditions =
                new Conditions()
                        .andAny("member_users @> CAST(:member AS text[])", "member", members)
                        .and("id = :id", "id", text(filter.id()))
                        .and("name ILIKE :name", "name", pattern(filter.namePart()));
        return page(
                sql,
                new Source<>("teams", TEAMS, TeamRows.SELECT, "id", "name", TeamRows::team),
                conditions,
                wish);
    }

    /** One page of users. */
    public static Page<User> users(DbExecute sql, UserFilter filter, PageWish wish) {
        List<String> ids = filter.ids().stream().map(User.Id::text).toList();
        Conditions conditions =
                new Conditions()
                        .andAny("id = ANY(:ids)", "ids", ids)
                        .and(
                                "role = :role",
                                "role",
                                filter.role() == null ? null : filter.role().word())
                        .and("email ILIKE :email", "email", pattern(filter.emailPart()));
        return page(
                sql,
                new Source<>("users", USERS, UserRows.SELECT, "id", "name", UserRows::user),
                conditions,
                wish);
    }

    /**
     * The keys of teams, the oldest first.
     *
     * @param most how many are read at most
     */
    public static List<Key> keysOf(DbExecute sql, Collection<Team.Id> teams, int most) {
        String[] ids = teams.stream().map(Team.Id::text).toArray(String[]::new);
        try (Stream<DbRow> rows =
                sql.createNamedQuery("keys-of-teams", OF_TEAMS)
                        .addParam("teams", (Object) ids)
                        .addParam("most", most)
                        .execute()) {
            return rows.map(KeyColumns::key).toList();
        }
    }

    /** The keys with these public ids. */
    public static List<Key> keysKnownAs(DbExecute sql, Collection<String> publicIds) {
        String[] ids = publicIds.toArray(String[]::new);
        try (Stream<DbRow> rows =
                sql.createNamedQuery("keys-known-as", KNOWN_AS)
                        .addParam("ids", (Object) ids)
                        .execute()) {
            return rows.map(KeyColumns::key).toList();
        }
    }

    /**
     * Where rows come from.
     *
     * @param number asks for the {@code count} of all of them
     * @param select everything, without a condition
     * @param id the column that tells rows apart
     * @param name the column that sorts them by name
     */
    private record Source<T>(
            String table,
            String number,
            String select,
            String id,
            String name,
            Function<DbRow, T> read) {

        /** The reverse of an order is its mirror image, rows that are equal in it too. */
        String order(PageWish wish, boolean descending) {
            PageWish.Order order = wish.sortBy() == null ? PageWish.Order.CREATED : wish.sortBy();
            String direction = descending ? " DESC" : " ASC";
            String last = table + "." + id + direction;
            String column =
                    switch (order) {
                        case ID -> null;
                        case NAME -> name;
                        case CREATED -> "created_at";
                        case UPDATED -> "updated_at";
                    };
            return " ORDER BY "
                    + (column == null ? "" : table + "." + column + direction + ", ")
                    + last;
        }
    }

    private static <T> Page<T> page(
            DbExecute sql, Source<T> source, Conditions conditions, PageWish wish) {
        long total = conditions.count(sql, source.table(), source.number());
        long behind = total - wish.offset();
        if (behind <= 0) {
            return new Page<>(List.of(), total, wish);
        }
        long most = Math.min(wish.size(), behind);
        boolean fromTheEnd = behind - most < wish.offset();
        String id = source.table() + "." + source.id();
        String statement =
                source.select()
                        + (" WHERE " + id + " IN (SELECT " + id + " FROM " + source.table())
                        + conditions.where()
                        + source.order(wish, wish.descending() != fromTheEnd)
                        + " LIMIT :most OFFSET :skip)"
                        + source.order(wish, wish.descending());
        try (Stream<DbRow> rows =
                conditions
                        .filled(sql.createNamedQuery("page-of-" + source.table(), statement))
                        .addParam("most", most)
                        .addParam("skip", fromTheEnd ? behind - most : wish.offset())
                        .execute()) {
            return new Page<>(rows.map(source.read()).toList(), total, wish);
        }
    }

    /** A part of a text, whatever signs of a pattern stand in it. */
    private static @Nullable String pattern(@Nullable String part) {
        return part == null
                ? null
                : "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private static @Nullable String text(User.@Nullable Id id) {
        return id == null ? null : id.text();
    }

    private static @Nullable String text(Team.@Nullable Id id) {
        return id == null ? null : id.text();
    }

    private static @Nullable String hex(Key.@Nullable Hash hash) {
        return hash == null ? null : hash.hex();
    }
}
