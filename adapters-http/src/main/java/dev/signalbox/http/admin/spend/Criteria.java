package dev.signalbox.http.admin.spend;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.driving.admin.spend.ReadSpend.KeyName;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Period;
import dev.signalbox.application.driving.admin.spend.ReadSpend.Whose;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.form.Form;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked for, as it stands in addresses. */
public final class Criteria {

    static final String KEY = "api_key";
    static final String TEAM = "team_id";
    static final String USER = "user_id";
    static final String FROM = "start_date";
    static final String TO = "end_date";

    private static final String TEAMS = "team_ids";
    private static final int LENGTH_OF_DAY = "2026-01-31".length();

    /** Before anybody could call anything. */
    private static final LocalDate BEGINNING = LocalDate.of(2020, 1, 1);

    private static final LocalDate END = LocalDate.of(2999, 12, 31);

    private final Asked asked;

    Criteria(Asked asked) {
        this.asked = asked;
    }

    /** Whose money; one team at most. */
    Whose whose() {
        String team = asked.text(TEAM);
        return new Whose(
                key(), team == null ? Set.of() : Set.of(Form.teamId(TEAM, team)), user(USER));
    }

    /** Whose money; several teams with commas between them. */
    Whose whoseOfTeams() {
        String teams = asked.text(TEAMS) == null ? asked.text(TEAM) : asked.text(TEAMS);
        Set<Team.Id> all =
                teams == null
                        ? Set.of()
                        : Arrays.stream(teams.split(",", -1))
                                .map(text -> Form.teamId(TEAMS, text.strip()))
                                .collect(Collectors.toSet());
        return new Whose(key(), all, user(USER));
    }

    /** A user. */
    User.@Nullable Id user(String name) {
        String user = asked.text(name);
        return user == null ? null : Form.userId(name, user);
    }

    /** Of all days, unless days are named. */
    Period sinceEver(Whose whose) {
        return period(whose, day(FROM, BEGINNING), day(TO, END));
    }

    /** Of the days that must be named. */
    Period named(Whose whose) {
        String unused = asked.required(FROM) + asked.required(TO);
        return sinceEver(whose);
    }

    /** Whether both days are named. */
    boolean namesDays() {
        return asked.text(FROM) != null && asked.text(TO) != null;
    }

    /** Whether what is named are days, and no moments in them. */
    boolean namesWholeDays() {
        return isDay(asked.text(FROM)) && isDay(asked.text(TO));
    }

    /** The first moment; null if none is named. */
    @Nullable Instant from() {
        String text = asked.text(FROM);
        return text == null ? null : begin(FROM, text);
    }

    /** The first moment that is too late; null if none is named. */
    @Nullable Instant to() {
        String text = asked.text(TO);
        return text == null ? null : end(TO, text);
    }

    /** The first moment that is behind the day, or the moment, that stands in {@code name}. */
    public static Instant end(String name, String text) {
        return begin(name, text).plus(isDay(text) ? Duration.ofDays(1) : Duration.ofMillis(1));
    }

    private static Period period(Whose whose, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw Form.Wrong.field(TO, "The end_date is not before the start_date.");
        }
        return new Period(whose, from, to);
    }

    /** Whether it is a day that the ledger can have, as days are written in answers. */
    static boolean isDate(String text) {
        try {
            return isDay(text) && !LocalDate.parse(text).isBefore(BEGINNING);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDay(@Nullable String text) {
        return text == null || text.length() == LENGTH_OF_DAY;
    }

    private LocalDate day(String name, LocalDate usual) {
        String text = asked.text(name);
        return text == null ? usual : begin(name, text).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The first moment of the day, or the moment, that stands in {@code name}. */
    public static Instant begin(String name, String text) {
        try {
            return isDay(text)
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T').replaceAll("Z$", ""))
                            .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw Form.Wrong.field(
                    name,
                    "A "
                            + name
                            + " is a day or a moment of UTC: 2026-01-31, 2026-01-31T12:30:00Z.");
        }
    }

    private @Nullable KeyName key() {
        String text = asked.text(KEY);
        if (text == null) {
            return null;
        }
        if (text.startsWith("sk-")) {
            return new KeyName.Hashed(Credential.of(text).hash());
        }
        return Key.Hash.accepts(text)
                ? new KeyName.Hashed(new Key.Hash(text))
                : new KeyName.Known(text);
    }
}
