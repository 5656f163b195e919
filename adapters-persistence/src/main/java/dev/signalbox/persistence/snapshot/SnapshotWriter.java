package dev.signalbox.persistence.snapshot;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;

/** Writes values one after the other, as {@link SnapshotReader} reads them. */
record SnapshotWriter(DataOutputStream out) {

    /** Writes one value. */
    @FunctionalInterface
    interface Each<T> {
        void write(T value) throws IOException;
    }

    void team(Team team) throws IOException {
        text(team.id().text());
        textOrNull(team.name());
        models(team.models());
        aliases(team.aliases());
        list(team.members(), this::member);
        limits(team.limits());
        out.writeBoolean(team.blocked());
        routing(team.routing());
        text(team.extras().text());
        instant(team.createdAt());
        instant(team.updatedAt());
    }

    private void member(Team.Member member) throws IOException {
        text(member.user().text());
        textOrNull(member.email());
        out.writeBoolean(member.leads());
    }

    void key(Key key) throws IOException {
        text(key.hash().hex());
        text(key.publicId());
        text(key.label());
        textOrNull(key.name());
        textOrNull(key.team() == null ? null : key.team().text());
        orNull(key.owner(), this::owner);
        models(key.models());
        aliases(key.aliases());
        list(key.routes().entries(), this::text);
        limits(key.limits());
        out.writeBoolean(key.blocked());
        orNull(key.expires(), this::instant);
        orNull(key.former(), this::former);
        routing(key.routing());
        text(key.extras().text());
        instant(key.createdAt());
        instant(key.updatedAt());
    }

    void model(StoredModel model) throws IOException {
        text(model.id().text());
        text(model.group().text());
        text(model.params().text());
        text(model.shown().text());
        text(model.info().text());
        mark(model.made());
        mark(model.changed());
    }

    void bounded(Bounded bounded) throws IOException {
        text(bounded.holder().path());
        limits(bounded.limits());
        out.writeBoolean(bounded.blocked());
        text(bounded.extras().text());
        instant(bounded.createdAt());
        instant(bounded.updatedAt());
    }

    private void mark(StoredModel.Mark mark) throws IOException {
        instant(mark.at());
        text(mark.by());
    }

    private void owner(Key.Owner owner) throws IOException {
        text(owner.id().text());
        textOrNull(owner.role() == null ? null : owner.role().word());
        models(owner.models());
        limits(owner.limits());
    }

    private void former(Key.Former former) throws IOException {
        text(former.hash().hex());
        instant(former.until());
    }

    private void models(ModelList models) throws IOException {
        list(models.entries(), this::text);
    }

    private void aliases(Aliases aliases) throws IOException {
        list(
                aliases.targets().entrySet(),
                alias -> {
                    text(alias.getKey().text());
                    text(alias.getValue().text());
                });
        list(
                aliases.splits().entrySet(),
                alias -> {
                    text(alias.getKey().text());
                    list(
                            alias.getValue().arms(),
                            arm -> {
                                text(arm.group().text());
                                out.writeInt(arm.weight());
                            });
                });
    }

    private void routing(RoutingTerms routing) throws IOException {
        list(routing.tags(), this::text);
        list(routing.residency(), this::text);
        textOrNull(routing.settings() == null ? null : routing.settings().text());
        out.writeBoolean(routing.stays());
        out.writeBoolean(routing.trustsTags());
    }

    private void limits(Limits limits) throws IOException {
        list(
                limits.values().entrySet(),
                bound -> {
                    text(bound.getKey().name());
                    text(bound.getValue().toString());
                });
        textOrNull(limits.window() == null ? null : limits.window().toString());
        orNull(limits.raise(), this::raise);
        list(
                limits.parts().entrySet(),
                part -> {
                    text(part.getKey());
                    limits(part.getValue());
                });
        orNull(limits.each(), this::limits);
        textOrNull(limits.terms());
    }

    private void raise(Limits.Raise raise) throws IOException {
        text(raise.by().toString());
        instant(raise.until());
    }

    <T> void list(Collection<T> values, Each<T> each) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            each.write(value);
        }
    }

    void instant(Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private void textOrNull(@Nullable String text) throws IOException {
        orNull(text, this::text);
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private <T> void orNull(@Nullable T value, Each<T> each) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            each.write(value);
        }
    }
}
