package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.money.SpendCorrections;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.application.ledger.Sum.Spend;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ledger without a database, for tests; it keeps rows and sums them up when it is asked. Safe for
 * many threads, corrections for one.
 */
public final class InMemoryLedger implements SpendLog, SpendReports, SpendCorrections {

    private final Map<UUID, LedgerRow> rows =
            new ConcurrentSkipListMap<>(Comparator.comparing(UUID::toString));

    /** In the order in which they were made. */
    private final List<LedgerRow> corrected = new CopyOnWriteArrayList<>();

    private final Map<UUID, Intent> open = new ConcurrentHashMap<>();
    private final int room;

    /** Corrections that may still be made. */
    private final AtomicInteger patience = new AtomicInteger(Integer.MAX_VALUE);

    /**
     * @param room for so many questions at once that have not ended
     */
    public InMemoryLedger(int room) {
        this.room = room;
    }

    @Override
    public boolean begin(Intent intent) {
        if (open.size() >= room) {
            return false;
        }
        open.put(intent.id(), intent);
        return true;
    }

    @Override
    public void end(Receipt receipt) {
        UUID id = receipt.intent().id();
        open.remove(id);
        rows.putIfAbsent(id, new LedgerRow(id, receipt, null));
    }

    /** Those that have begun and not ended. */
    public List<Intent> open() {
        return List.copyOf(open.values());
    }

    @Override
    public List<LedgerRow> rows(RowFilter filter, @Nullable UUID before, int most) {
        return rows.values().stream()
                .filter(row -> passes(filter, row))
                .filter(
                        row ->
                                before == null
                                        || row.id().toString().compareTo(before.toString()) < 0)
                .sorted(Comparator.comparing((LedgerRow row) -> row.id().toString()).reversed())
                .limit(most)
                .toList();
    }

    @Override
    public List<Sum> sums(Question question) {
        Map<Map<Dimension, String>, Spend> sums = new LinkedHashMap<>();
        String after = place(question.part().after());
        for (LedgerRow row : rows.values()) {
            LocalDate day = day(row);
            if (day.isBefore(question.from()) || day.isAfter(question.to())) {
                continue;
            }
            for (Map<Dimension, String> said : sayings(question, row)) {
                Map<Dimension, String> of = new EnumMap<>(Dimension.class);
                of.putAll(said);
                of.keySet().retainAll(question.apart());
                boolean wanted =
                        question.only().entrySet().stream()
                                .allMatch(
                                        only ->
                                                said.containsKey(only.getKey())
                                                        && only.getValue()
                                                                .contains(said.get(only.getKey())));
                if (wanted) {
                    sums.merge(of, spend(row), InMemoryLedger::plus);
                }
            }
        }
        return sums.entrySet().stream()
                .map(entry -> new Sum(entry.getKey(), entry.getValue()))
                .filter(
                        sum ->
                                after.isEmpty()
                                        || place(sum.of(question.apart())).compareTo(after) > 0)
                .sorted(Comparator.comparing(sum -> place(sum.of(question.apart()))))
                .limit(question.part().most())
                .toList();
    }

    /** Where something stands; nothing at all is before everything. */
    private static String place(List<String> said) {
        return said.stream().map(one -> "\u0001" + one + "\u0000").collect(Collectors.joining());
    }

    @Override
    public Map<String, NanoUsd> spent(Subject subject, Collection<String> ids) {
        Map<String, NanoUsd> spent = new TreeMap<>();
        for (LedgerRow row : rows.values()) {
            Intent.Payer payer = row.receipt().intent().payer();
            Stream<@Nullable String> of =
                    switch (subject) {
                        case KEY -> Stream.of(payer.key());
                        case TEAM -> Stream.ofNullable(payer.team());
                        case USER -> Stream.ofNullable(payer.user());
                        case END_USER -> Stream.ofNullable(payer.endUser());
                        case TAG -> payer.tags().stream().distinct();
                        case MODEL -> Stream.of(row.receipt().intent().target().group());
                    };
            of.filter(ids::contains)
                    .forEach(id -> spent.merge(id, row.receipt().cost(), NanoUsd::plus));
        }
        return spent;
    }

    @Override
    public List<Charged> charged(Instant from, Instant to, @Nullable UUID after, int most) {
        RowFilter period = new RowFilter(from, to, null, null, null, null, null, null, null);
        return rows.values().stream()
                .filter(row -> row.corrects() == null && passes(period, row))
                .filter(row -> after == null || row.id().toString().compareTo(after.toString()) > 0)
                .limit(most)
                .map(this::charged)
                .toList();
    }

    /** So many times corrections can be written, then the ledger is away. */
    public void breakAfter(int times) {
        patience.set(times);
    }

    @Override
    public int correct(List<Correction> corrections) {
        if (patience.getAndDecrement() <= 0) {
            throw new LedgerUnavailable("broken", new IllegalStateException());
        }
        int before = corrected.size();
        for (Correction correction : corrections) {
            LedgerRow row = rows.get(correction.question());
            if (row != null
                    && row.corrects() == null
                    && !charged(row).charged().equals(correction.cost())) {
                UUID id = correctionId(row.id(), correction.price() + corrected.size());
                LedgerRow made = correction(id, charged(row), correction);
                rows.put(id, made);
                corrected.add(made);
            }
        }
        return corrected.size() - before;
    }

    private static LedgerRow correction(UUID id, Charged charged, Correction correction) {
        Receipt old = charged.receipt();
        return new LedgerRow(
                id,
                new Receipt(
                        old.intent(),
                        old.status(),
                        new Usage(0, 0, 0, 0),
                        old.estimated(),
                        correction.cost().minus(charged.charged()),
                        correction.price(),
                        old.first(),
                        old.took(),
                        old.error()),
                old.intent().id());
    }

    private Charged charged(LedgerRow row) {
        NanoUsd cost = row.receipt().cost();
        String price = row.receipt().price();
        for (LedgerRow other : corrected) {
            if (row.id().equals(other.corrects())) {
                cost = cost.plus(other.receipt().cost());
                price = other.receipt().price();
            }
        }
        return new Charged(row.receipt(), cost, price);
    }

    /** What a row says of itself; more than once if it has several tags. */
    private static List<Map<Dimension, String>> sayings(Question question, LedgerRow row) {
        Intent intent = row.receipt().intent();
        Map<Dimension, String> said = new EnumMap<>(Dimension.class);
        said.put(Dimension.DAY, day(row).toString());
        said.put(Dimension.KEY, intent.payer().key());
        put(said, Dimension.TEAM, intent.payer().team());
        put(said, Dimension.USER, intent.payer().user());
        said.put(Dimension.GROUP, intent.target().group());
        said.put(Dimension.MODEL, intent.target().model());
        said.put(Dimension.PROVIDER, intent.target().provider());
        if (asks(question, Dimension.TAG)) {
            return each(said, Dimension.TAG, intent.payer().tags().stream().distinct());
        }
        if (asks(question, Dimension.END_USER)) {
            return each(said, Dimension.END_USER, Stream.ofNullable(intent.payer().endUser()));
        }
        return List.of(said);
    }

    private static boolean asks(Question question, Dimension dimension) {
        return question.apart().contains(dimension) || question.only().containsKey(dimension);
    }

    private static List<Map<Dimension, String>> each(
            Map<Dimension, String> said, Dimension dimension, Stream<String> values) {
        return values.map(
                        value -> {
                            Map<Dimension, String> one = new EnumMap<>(said);
                            one.put(dimension, value);
                            return one;
                        })
                .toList();
    }

    private static void put(
            Map<Dimension, String> said, Dimension dimension, @Nullable String value) {
        if (value != null) {
            said.put(dimension, value);
        }
    }

    private static Spend spend(LedgerRow row) {
        Receipt receipt = row.receipt();
        boolean question = row.corrects() == null;
        return new Spend(
                question ? 1 : 0,
                question && receipt.status() == Receipt.Status.WHOLE ? 1 : 0,
                question && receipt.status() == Receipt.Status.FAILED ? 1 : 0,
                receipt.usage().prompt(),
                receipt.usage().completion(),
                receipt.usage().cached(),
                receipt.usage().reasoning(),
                receipt.cost());
    }

    private static Spend plus(Spend one, Spend other) {
        return new Spend(
                one.requests() + other.requests(),
                one.successes() + other.successes(),
                one.failures() + other.failures(),
                one.prompt() + other.prompt(),
                one.completion() + other.completion(),
                one.cached() + other.cached(),
                one.reasoning() + other.reasoning(),
                one.cost().plus(other.cost()));
    }

    private static boolean passes(RowFilter filter, LedgerRow row) {
        Intent intent = row.receipt().intent();
        Instant at = Instant.ofEpochMilli(row.id().getMostSignificantBits() >>> 16);
        return (filter.from() == null || !at.isBefore(filter.from()))
                && (filter.to() == null || at.isBefore(filter.to()))
                && (filter.key() == null || filter.key().equals(intent.payer().key()))
                && (filter.team() == null || filter.team().equals(intent.payer().team()))
                && (filter.user() == null || filter.user().equals(intent.payer().user()))
                && (filter.endUser() == null || filter.endUser().equals(intent.payer().endUser()))
                && (filter.tag() == null || intent.payer().tags().contains(filter.tag()))
                && (filter.call() == null || filter.call().equals(intent.call()))
                && (filter.status() == null || filter.status() == row.receipt().status());
    }

    private static LocalDate day(LedgerRow row) {
        return Instant.ofEpochMilli(row.id().getMostSignificantBits() >>> 16)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    private static UUID correctionId(UUID row, String price) {
        UUID hash = UUID.nameUUIDFromBytes((row + price).getBytes(StandardCharsets.UTF_8));
        return new UUID(
                row.getMostSignificantBits() & ~0xFFFFL
                        | 0x8000L
                        | hash.getMostSignificantBits() & 0xFFFL,
                hash.getLeastSignificantBits());
    }
}
