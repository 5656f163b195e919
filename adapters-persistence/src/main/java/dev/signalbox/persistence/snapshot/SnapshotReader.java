package dev.signalbox.persistence.snapshot;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Arm;
import dev.signalbox.domain.catalog.Resolution.Split;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what {@link SnapshotWriter} has written; its checksum was right. */
record SnapshotReader(DataInputStream in) {

    /** Reads one value. */
    @FunctionalInterface
    interface Each<T> {
        T read() throws IOException;
    }

    Team team() throws IOException {
        return new Team(
                new Team.Id(text()),
                textOrNull(),
                models(),
                aliases(),
                list(this::member),
                limits(),
                in.readBoolean(),
                routing(),
                new FreeJson(text()),
                instant(),
                instant());
    }

    private Team.Member member() throws IOException {
        return new Team.Member(new User.Id(text()), textOrNull(), in.readBoolean());
    }

    Key key() throws IOException {
        return new Key(
                new Key.Hash(text()),
                text(),
                text(),
                textOrNull(),
                orNull(() -> new Team.Id(text())),
                orNull(this::owner),
                models(),
                aliases(),
                new RouteList(list(this::text)),
                limits(),
                in.readBoolean(),
                orNull(this::instant),
                orNull(() -> new Key.Former(new Key.Hash(text()), instant())),
                routing(),
                new FreeJson(text()),
                instant(),
                instant());
    }

    StoredModel model() throws IOException {
        return new StoredModel(
                new Deployment.Id(text()),
                new ModelName(text()),
                new Sealed(text()),
                new FreeJson(text()),
                new FreeJson(text()),
                mark(),
                mark());
    }

    Bounded bounded() throws IOException {
        return new Bounded(
                Holder.ofPath(text()),
                limits(),
                in.readBoolean(),
                new FreeJson(text()),
                instant(),
                instant());
    }

    private StoredModel.Mark mark() throws IOException {
        return new StoredModel.Mark(instant(), text());
    }

    private Key.Owner owner() throws IOException {
        User.Id id = new User.Id(text());
        String role = textOrNull();
        return new Key.Owner(id, role == null ? null : User.Role.of(role), models(), limits());
    }

    private ModelList models() throws IOException {
        return new ModelList(list(this::text));
    }

    private Aliases aliases() throws IOException {
        Map<ModelName, ModelName> targets = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            targets.put(new ModelName(text()), new ModelName(text()));
        }
        Map<ModelName, Split> splits = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            splits.put(
                    new ModelName(text()),
                    new Split(list(() -> new Arm(new ModelName(text()), in.readInt()))));
        }
        return new Aliases(targets, splits);
    }

    private RoutingTerms routing() throws IOException {
        return new RoutingTerms(
                Set.copyOf(list(this::text)),
                Set.copyOf(list(this::text)),
                orNull(() -> new FreeJson(text())),
                in.readBoolean(),
                in.readBoolean());
    }

    private Limits limits() throws IOException {
        Map<Limit, BigDecimal> bounds = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            bounds.put(Limit.valueOf(text()), new BigDecimal(text()));
        }
        String window = textOrNull();
        Limits.Raise raise = orNull(() -> new Limits.Raise(new BigDecimal(text()), instant()));
        Map<String, Limits> parts = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.put(text(), limits());
        }
        return new Limits(
                bounds,
                window == null ? null : Window.parse(window, ZoneOffset.UTC),
                raise,
                parts,
                orNull(this::limits),
                textOrNull());
    }

    <T> List<T> list(Each<T> each) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(each.read());
        }
        return values;
    }

    Instant instant() throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private @Nullable String textOrNull() throws IOException {
        return orNull(this::text);
    }

    private String text() throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private <T> @Nullable T orNull(Each<T> each) throws IOException {
        return in.readBoolean() ? each.read() : null;
    }
}
