package dev.signalbox.application.admin.spend;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.spend.Sight.AskedKey;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.money.SpendReports;
import dev.signalbox.application.driven.money.SpendReports.Part;
import dev.signalbox.application.driven.money.SpendReports.Question;
import dev.signalbox.application.driven.money.SpendReports.RowFilter;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.spend.ReadSpend;
import dev.signalbox.application.ledger.Dimension;
import dev.signalbox.application.ledger.LedgerRow;
import dev.signalbox.application.ledger.Sum;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.rights.Actor;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was spent is looked at. */
public final class SpendReader implements ReadSpend {

    private final Changes changes;
    private final Sources sources;
    private final Key.Hash master;

    /**
     * @param master of the master key, which stands in no list
     */
    public SpendReader(Changes changes, Sources sources, Key.Hash master) {
        this.changes = changes;
        this.sources = sources;
        this.master = master;
    }

    /** Where it is found who somebody is, and what was spent. */
    public record Sources(Registry registry, Records records, SpendReports reports) {}

    @Override
    public Verdict<Rows> rows(Actor actor, Stretch stretch) {
        return Ledger.ask(
                changes,
                () -> {
                    Sight sight = sight(actor, stretch.whose());
                    if (sight.teams().size() > 1) {
                        throw new IllegalArgumentException("rows are those of one team, or of all");
                    }
                    List<LedgerRow> found =
                            sources.reports()
                                    .rows(
                                            filter(sight, stretch),
                                            stretch.before(),
                                            stretch.most() + 1);
                    boolean more = found.size() > stretch.most();
                    List<LedgerRow> rows = more ? found.subList(0, stretch.most()) : found;
                    return new Rows(rows, more ? rows.getLast().id() : null, namesIn(rows));
                });
    }

    @Override
    public Verdict<Sums> sums(Actor actor, Period period, Page page) {
        List<Dimension> apart = page.apart();
        return Ledger.ask(
                changes,
                () -> {
                    Sight sight = sight(actor, whose(actor, period.whose(), apart));
                    boolean ofOthers =
                            apart.contains(Dimension.TAG) || apart.contains(Dimension.END_USER);
                    // Such sums do not say whose key it was, so nobody sees a part of them.
                    Changes.require(!ofOthers || (sight.key() == null && sight.user() == null));
                    List<Sum> found =
                            sources.reports()
                                    .sums(
                                            new Question(
                                                    period.from(),
                                                    period.to(),
                                                    apart,
                                                    only(sight),
                                                    new Part(page.after(), page.most() + 1)));
                    boolean whole = found.size() <= page.most();
                    List<Sum> sums = whole ? found : found.subList(0, end(page, found));
                    return new Sums(sums, whole, namesOf(sums));
                });
    }

    /** Where a page ends whose last sum is too many: before what would be torn apart. */
    private static int end(Page page, List<Sum> found) {
        List<Dimension> whole = page.apart().subList(0, page.together());
        List<String> torn = found.getLast().of(whole);
        int end = page.most();
        while (end > 0 && found.get(end - 1).of(whole).equals(torn)) {
            end--;
        }
        return end == 0 ? page.most() : end;
    }

    /** Who asks for teams and does not say which gets those that they are an admin of. */
    private Whose whose(Actor actor, Whose whose, List<Dimension> apart) {
        boolean open =
                apart.contains(Dimension.TEAM) && whose.teams().isEmpty() && whose.key() == null;
        return open && !actor.rights().reads()
                ? new Whose(
                        null, Sight.ledBy(actor.rights(), changes.live().present()), whose.user())
                : whose;
    }

    private Sight sight(Actor actor, Whose whose) {
        return Sight.of(actor.rights(), whose, asked(whose.key()), changes.live().present());
    }

    private AskedKey asked(@Nullable KeyName name) {
        return switch (name) {
            case null -> new AskedKey(null, null);
            case KeyName.Hashed hashed when hashed.hash().equals(master) ->
                    new AskedKey(Books.MASTER, null);
            case KeyName.Hashed hashed -> {
                Key key = sources.registry().find(hashed.hash()).key().orElse(null);
                yield new AskedKey(key == null ? hashed.hash().hex() : key.publicId(), key);
            }
            case KeyName.Known known ->
                    new AskedKey(
                            known.id(),
                            sources.records().keysKnownAs(List.of(known.id())).stream()
                                    .findFirst()
                                    .orElse(null));
        };
    }

    private static RowFilter filter(Sight sight, Stretch stretch) {
        User.Id user = sight.user();
        return new RowFilter(
                stretch.from(),
                stretch.to(),
                sight.key(),
                sight.teams().stream().map(Team.Id::text).findFirst().orElse(null),
                user == null ? null : user.text(),
                stretch.marks().endUser(),
                stretch.marks().tag(),
                stretch.marks().call(),
                stretch.marks().status());
    }

    private static Map<Dimension, Set<String>> only(Sight sight) {
        Map<Dimension, Set<String>> only = new EnumMap<>(Dimension.class);
        if (sight.key() != null) {
            only.put(Dimension.KEY, Set.of(sight.key()));
        }
        if (!sight.teams().isEmpty()) {
            only.put(
                    Dimension.TEAM,
                    sight.teams().stream().map(Team.Id::text).collect(Collectors.toSet()));
        }
        if (sight.user() != null) {
            only.put(Dimension.USER, Set.of(sight.user().text()));
        }
        return only;
    }

    private Names namesIn(List<LedgerRow> rows) {
        return names(
                rows.stream().map(row -> row.receipt().intent().payer().key()),
                rows.stream()
                        .map(row -> row.receipt().intent().payer().team())
                        .filter(Objects::nonNull));
    }

    private Names namesOf(List<Sum> sums) {
        return names(said(sums, Dimension.KEY), said(sums, Dimension.TEAM));
    }

    private static Stream<String> said(List<Sum> sums, Dimension dimension) {
        return sums.stream().map(sum -> sum.of().get(dimension)).filter(Objects::nonNull);
    }

    private Names names(Stream<String> keys, Stream<String> teams) {
        Set<String> ids = keys.collect(Collectors.toSet());
        ids.remove(Books.MASTER);
        Collection<Key> known = ids.isEmpty() ? List.of() : sources.records().keysKnownAs(ids);
        Map<String, Key> byId = new HashMap<>();
        known.forEach(key -> byId.putIfAbsent(key.publicId(), key));
        Directory directory = changes.live().present();
        Map<String, String> called = new HashMap<>();
        teams.distinct()
                .filter(Team.Id::accepts)
                .forEach(
                        id -> {
                            Team team = directory.team(new Team.Id(id));
                            if (team != null && team.name() != null) {
                                called.put(id, team.name());
                            }
                        });
        return new Names(byId, called);
    }
}
