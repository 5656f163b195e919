package dev.signalbox.persistence.rows;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Arm;
import dev.signalbox.domain.catalog.Resolution.Split;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.policy.RoutingTerms;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementDml;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How values stand in columns. A column is read only by {@code get(Class)}: every other way of DB
 * Client 4.1.7 fails on an SQL NULL, or does not link with Helidon 4.5.
 */
public final class Columns {

    private static final Object[] NOTHING = {};

    private Columns() {}

    /** A number. */
    public static long number(DbRow row, String column) {
        return row.column(column).get(Long.class);
    }

    /** A text. */
    public static String text(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    /** A text; null if there is none. */
    public static @Nullable String textOrNull(DbRow row, String column) {
        return row.column(column).get(String.class);
    }

    /** A switch. */
    public static boolean flag(DbRow row, String column) {
        return row.column(column).get(Boolean.class);
    }

    /** A moment. */
    public static Instant instant(DbRow row, String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }

    /** A moment; null if there is none. */
    public static @Nullable Instant instantOrNull(DbRow row, String column) {
        @Nullable Timestamp timestamp = row.column(column).get(Timestamp.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** Texts, in their order. */
    public static List<String> texts(DbRow row, String column) {
        Object[] elements = elements(row, column);
        return elements.length == 0 ? List.of() : List.of((String[]) elements);
    }

    /**
     * The elements of an array, which may be null. An array without any is best read as NULL: most
     * are, and to take one apart costs more than all else in a row.
     */
    public static Object[] elements(DbRow row, String column) {
        try {
            @Nullable Array array = row.column(column).get(Array.class);
            return array == null ? NOTHING : (Object[]) array.getArray();
        } catch (SQLException e) {
            throw new IllegalStateException("the array in column " + column + " is unreadable", e);
        }
    }

    /** A list of models. */
    public static ModelList models(DbRow row) {
        return new ModelList(texts(row, "models"));
    }

    /** Two arrays beside each other. */
    public static Aliases aliases(DbRow row) {
        List<String> names = texts(row, "alias_names");
        List<String> targets = texts(row, "alias_targets");
        Map<ModelName, ModelName> aliases = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            aliases.put(new ModelName(names.get(i)), new ModelName(targets.get(i)));
        }
        return new Aliases(aliases, splits(row));
    }

    private static Map<ModelName, Split> splits(DbRow row) {
        List<String> names = texts(row, "split_names");
        if (names.isEmpty()) {
            return Map.of();
        }
        List<String> groups = texts(row, "split_groups");
        Object[] weights = elements(row, "split_weights");
        Map<ModelName, List<Arm>> arms = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            arms.computeIfAbsent(new ModelName(names.get(i)), name -> new ArrayList<>())
                    .add(new Arm(new ModelName(groups.get(i)), (Integer) weights[i]));
        }
        Map<ModelName, Split> splits = new HashMap<>();
        arms.forEach((name, several) -> splits.put(name, new Split(several)));
        return splits;
    }

    /** Limits. */
    public static Limits limits(DbRow row) {
        return limits(row, "");
    }

    /**
     * The bounds of one of several in a row.
     *
     * @param whose what the names of its columns begin with
     */
    public static Limits limits(DbRow row, String whose) {
        Map<Limit, BigDecimal> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            @Nullable BigDecimal value = row.column(whose + limit.word()).get(BigDecimal.class);
            if (value != null) {
                limits.put(limit, value);
            }
        }
        String window = textOrNull(row, whose + "budget_duration");
        return new Limits(limits)
                .every(window == null ? null : Window.parse(window, ZoneOffset.UTC))
                .raised(raise(row, whose));
    }

    private static Limits.@Nullable Raise raise(DbRow row, String whose) {
        @Nullable BigDecimal by = row.column(whose + "temp_budget_increase").get(BigDecimal.class);
        Instant until = instantOrNull(row, whose + "temp_budget_expiry");
        return by == null || until == null ? null : new Limits.Raise(by, until);
    }

    /** Adds the values for the columns of limits to a statement. */
    public static DbStatementDml addLimits(DbStatementDml statement, Limits limits) {
        return addLimits(statement, "", limits);
    }

    /**
     * Adds those of one of several in a row.
     *
     * @param whose what the names of its columns begin with
     */
    public static DbStatementDml addLimits(DbStatementDml statement, String whose, Limits limits) {
        DbStatementDml added = statement;
        for (Limit limit : Limit.values()) {
            added = added.addParam(whose + limit.word(), limits.of(limit));
        }
        Window window = limits.window();
        Limits.Raise raise = limits.raise();
        return added.addParam(whose + "budget_duration", window == null ? null : window.toString())
                .addParam(whose + "temp_budget_increase", raise == null ? null : raise.by())
                .addParam(whose + "temp_budget_expiry", raise == null ? null : time(raise.until()));
    }

    /** Adds the values for the columns of aliases to a statement, in the order of the names. */
    public static DbStatementDml addAliases(DbStatementDml statement, Aliases aliases) {
        Map<String, String> byName = new TreeMap<>();
        aliases.targets().forEach((name, target) -> byName.put(name.text(), target.text()));
        List<String> names = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        new TreeMap<>(aliases.splits())
                .forEach(
                        (name, split) -> {
                            for (Arm arm : split.arms()) {
                                names.add(name.text());
                                groups.add(arm.group().text());
                                weights.add(arm.weight());
                            }
                        });
        return statement
                .addParam("splitNames", (Object) array(names))
                .addParam("splitGroups", (Object) array(groups))
                .addParam("splitWeights", (Object) weights.toArray(Integer[]::new))
                .addParam("aliasNames", (Object) byName.keySet().toArray(String[]::new))
                .addParam("aliasTargets", (Object) byName.values().toArray(String[]::new));
    }

    /**
     * What a row says about the way of calls.
     *
     * @param residency of a team
     */
    public static RoutingTerms routing(DbRow row, List<String> residency) {
        String settings = textOrNull(row, "router_settings");
        return new RoutingTerms(
                Set.copyOf(texts(row, "tags")),
                Set.copyOf(residency),
                settings == null ? null : new FreeJson(settings),
                flag(row, "stays"),
                flag(row, "trusts_tags"));
    }

    /** Adds the values for the columns of that to a statement, all but the residency. */
    public static DbStatementDml addRouting(DbStatementDml statement, RoutingTerms routing) {
        FreeJson settings = routing.settings();
        return statement
                .addParam("tags", (Object) sorted(routing.tags()))
                .addParam("routerSettings", settings == null ? null : settings.text())
                .addParam("stays", routing.stays())
                .addParam("trustsTags", routing.trustsTags());
    }

    /** What is kept for its owner. */
    public static FreeJson extras(DbRow row) {
        return new FreeJson(text(row, "extras"));
    }

    /** Texts, as a parameter. */
    public static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    /** Texts without an order of their own, as a parameter. */
    public static String[] sorted(Collection<String> texts) {
        return texts.stream().sorted().toArray(String[]::new);
    }

    /** PostgreSQL keeps microseconds, and would round the rest up. */
    public static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null
                ? null
                : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
