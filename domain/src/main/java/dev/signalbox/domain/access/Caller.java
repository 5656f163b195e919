package dev.signalbox.domain.access;

import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Level;
import dev.signalbox.domain.catalog.Resolution.Lot;
import dev.signalbox.domain.catalog.Resolution.Split;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Who asks: whoever holds the master key, or a key together with its team. */
public sealed interface Caller {

    /** The holder of the master key: may administer, may ask for every group, has no aliases. */
    record Master() implements Caller {}

    /**
     * The holder of a key.
     *
     * @param team null only for a key that belongs to no team
     */
    record Member(Key key, @Nullable Team team) implements Caller {

        /** What {@code asked} stands for among the names of the key, and then of the team. */
        public Named named(ModelName asked, Aliases.Draw draw) {
            ModelName ofKey = key.aliases().target(asked);
            Lot keys = null;
            if (ofKey == null) {
                keys = lot(Level.KEY, asked, draw);
                ofKey = keys == null ? null : keys.arm().group();
            }
            if (team == null) {
                return new Named(ofKey, null, keys, null);
            }
            ModelName name = ofKey == null ? asked : ofKey;
            ModelName ofTeam = team.aliases().target(name);
            Lot teams = null;
            if (ofTeam == null) {
                teams = lot(Level.TEAM, name, draw);
                ofTeam = teams == null ? null : teams.arm().group();
            }
            return new Named(ofKey, ofTeam, keys, teams);
        }

        private @Nullable Lot lot(Level level, ModelName name, Aliases.Draw draw) {
            boolean ofTeam = level == Level.TEAM;
            Split split =
                    ofTeam && team != null ? team.aliases().split(name) : key.aliases().split(name);
            if (split == null) {
                return null;
            }
            String owner = ofTeam && team != null ? "team " + team.id() : "key " + key.publicId();
            // What stays the same when the key gets another secret.
            String who = draw.user() == null ? "key " + key.publicId() : "user " + draw.user();
            Lot lot = split.lot(level, owner, name, who);
            return draw.guard().isStopped(lot) ? lot.stop() : lot;
        }
    }

    /**
     * What a name stands for among somebody's own; null where it is none.
     *
     * @param keys what was drawn among the key's
     * @param teams what was drawn among the team's
     */
    record Named(
            @Nullable ModelName ofKey,
            @Nullable ModelName ofTeam,
            @Nullable Lot keys,
            @Nullable Lot teams) {

        /** What was drawn, in that order. */
        public List<Lot> lots() {
            if (keys == null) {
                return teams == null ? List.of() : List.of(teams);
            }
            return teams == null ? List.of(keys) : List.of(keys, teams);
        }
    }
}
