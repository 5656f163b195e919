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

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Long lists, page by page. */
public final class Listings {

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
                new Source<>("keys", KeyRows.SELECT, "keys.hash", KeyColumns::key),
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
                new Source<>("teams", TeamRows.SELECT, "id", TeamRows::team),
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
                new Source<>("users", UserRows.SELECT, "id", UserRows::user),
                conditions,
                wish);
    }

    /**
     * Where rows come from.
     *
     * @param select everything, without a condition
     * @param id the column that tells rows apart
     */
    private record Source<T>(String table, String select, String id, Function<DbRow, T> read) {}

    private static <T> Page<T> page(
            DbExecute sql, Source<T> source, Conditions conditions, PageWish wish) {
        long total = conditions.count(sql, source.table());
        if (wish.offset() >= total) {
            return new Page<>(List.of(), total, wish);
        }
        String statement =
                source.select()
                        + conditions.where()
                        + order(source, wish)
                        + " LIMIT :most OFFSET :skip";
        try (Stream<DbRow> rows =
                conditions
                        .filled(sql.createNamedQuery("page-of-" + source.table(), statement))
                        .addParam("most", wish.size())
                        .addParam("skip", wish.offset())
                        .execute()) {
            return new Page<>(rows.map(source.read()).toList(), total, wish);
        }
    }

    private static String order(Source<?> source, PageWish wish) {
        String direction = wish.descending() ? " DESC" : " ASC";
        PageWish.Order order = wish.sortBy() == null ? PageWish.Order.CREATED : wish.sortBy();
        String column =
                switch (order) {
                    case ID -> source.id();
                    case NAME -> source.table() + ".name";
                    case CREATED -> source.table() + ".created_at";
                    case UPDATED -> source.table() + ".updated_at";
                };
        return " ORDER BY "
                + column
                + direction
                + (order == PageWish.Order.NAME ? " NULLS LAST" : "")
                + ", "
                + source.id();
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
