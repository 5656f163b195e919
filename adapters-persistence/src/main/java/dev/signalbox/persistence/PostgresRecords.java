package dev.signalbox.persistence;

import dev.signalbox.application.driven.Records;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;
import dev.signalbox.persistence.Database.View;
import dev.signalbox.persistence.rows.Listings;
import dev.signalbox.persistence.rows.UserRows;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Teams, users and keys in PostgreSQL, page by page. The count and the rows are of one moment. */
final class PostgresRecords implements Records {

    private final Database database;

    PostgresRecords(Database database) {
        this.database = database;
    }

    @Override
    public Page<Key> keys(KeyFilter filter, PageWish wish) {
        return database.inTransaction(View.SNAPSHOT, sql -> Listings.keys(sql, filter, wish));
    }

    @Override
    public Page<Team> teams(TeamFilter filter, PageWish wish) {
        return database.inTransaction(View.SNAPSHOT, sql -> Listings.teams(sql, filter, wish));
    }

    @Override
    public Page<User> users(UserFilter filter, PageWish wish) {
        return database.inTransaction(View.SNAPSHOT, sql -> Listings.users(sql, filter, wish));
    }

    @Override
    public List<Key> keysOf(Collection<Team.Id> teams, int most) {
        return teams.isEmpty() ? List.of() : database.ask(sql -> Listings.keysOf(sql, teams, most));
    }

    @Override
    public List<Key> keysKnownAs(Collection<String> publicIds) {
        return publicIds.isEmpty()
                ? List.of()
                : database.ask(sql -> Listings.keysKnownAs(sql, publicIds));
    }

    @Override
    public Optional<User> user(User.Id id) {
        return database.ask(sql -> UserRows.one(sql, id));
    }
}
