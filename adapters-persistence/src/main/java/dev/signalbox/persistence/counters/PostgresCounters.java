package dev.signalbox.persistence.counters;

import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.feed.Announcements;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Meters and grants in PostgreSQL, as one replica sees them. Each question is one call of a
 * function there, under the lock of the meter's row and by the database's clock. Safe for many
 * threads.
 */
public final class PostgresCounters implements Counters, AutoCloseable {

    /** Where replicas tell each other; the functions know it too. */
    private static final String CHANNEL = "signalbox_meters";

    /** What was done, by which replica, to which meter; an id has no space in it. */
    private static final int WORDS = 3;

    private final DatabaseUrl url;
    private final Self self;
    private final Questions questions;
    private final List<Announcements> heard = new CopyOnWriteArrayList<>();

    /**
     * @param self this run of this process
     */
    public PostgresCounters(DatabaseUrl url, Self self, Questions questions) {
        this.url = url;
        this.self = self;
        this.questions = questions;
    }

    /**
     * One replica.
     *
     * @param told whether what it takes of budgets may be told to somebody
     */
    public record Self(UUID replica, boolean told) {}

    @Override
    public Given take(Wish wish) {
        return questions.ask(sql -> GrantRows.take(sql, self, wish));
    }

    @Override
    public void report(Holding holding) {
        Boolean unused = questions.ask(sql -> GrantRows.report(sql, self.replica(), holding));
    }

    @Override
    public Instant beat() {
        return questions.ask(sql -> GrantRows.lives(sql, self.replica()));
    }

    @Override
    public void tell(News news) {
        heard.add(Announcements.on(url, CHANNEL, words -> tell(news, words.split(" "))));
    }

    @Override
    public void close() {
        heard.forEach(Announcements::close);
    }

    /** What this replica said itself is no news to it. */
    private void tell(News news, String... words) {
        if (words.length == WORDS && !words[1].equals(self.replica().toString())) {
            switch (words[0]) {
                case "recalled" -> news.recalled(words[2]);
                case "freed" -> news.freed(words[2]);
                default -> {
                    // A newer version may say more.
                }
            }
        }
    }
}
