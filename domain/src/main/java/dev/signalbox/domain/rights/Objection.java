package dev.signalbox.domain.rights;

import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.quota.Holder;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every foreseen way in which an administrative change is not made, or a question not answered. */
public sealed interface Objection {

    /** There is no such team. */
    record NoSuchTeam(Team.Id id) implements Objection {}

    /** Somebody has that id already. */
    record TeamExists(Team.Id id) implements Objection {}

    /** There is no such key. */
    record NoSuchKey() implements Objection {}

    /** The very same key exists already. */
    record KeyExists() implements Objection {}

    /** Another key has that name ({@code key_alias}) already. */
    record KeyNameTaken(String name) implements Objection {}

    /**
     * The key that the caller brought cannot be one.
     *
     * @param rule what it breaks, a sentence for people
     */
    record UnfitKey(String rule) implements Objection {}

    /**
     * Aliases that name no group.
     *
     * @param field where they stood
     * @param dangling alias and target
     * @param groups the groups that exist
     */
    record AliasToNowhere(String field, Map<ModelName, ModelName> dangling, Set<ModelName> groups)
            implements Objection {
        public AliasToNowhere {
            dangling = Map.copyOf(dangling);
            groups = Set.copyOf(groups);
        }
    }

    /** Nothing is said of that holder. */
    record NothingSaid(Holder holder) implements Objection {}

    /** Something is said of that holder already. */
    record SaidAlready(Holder holder) implements Objection {}

    /** There are no terms of that id ({@code budget_id}). */
    record NoSuchTerms(String id) implements Objection {}

    /** Somebody is bounded by these terms. */
    record TermsInUse(String id) implements Objection {}

    /** There is no such user. */
    record NoSuchUser(String who) implements Objection {}

    /** Somebody has that id already. */
    record UserExists(User.Id id) implements Objection {}

    /** The user belongs to the team already. */
    record MemberAlready(Team.Id team, String who) implements Objection {}

    /** Nobody of that name belongs to the team. */
    record NoSuchMember(Team.Id team, String who) implements Objection {}

    /** The actor may not do this. */
    record NotForYou() implements Objection {}

    /**
     * More was to be given away than the actor has.
     *
     * @param field what is too much
     * @param bound what would do, for people
     */
    record MoreThanOwn(String field, String bound) implements Objection {}

    /** It has changed since the actor looked at it. */
    record ChangedMeanwhile() implements Objection {}

    /** Nothing is known of that revision. */
    record NoSuchRevision(long revision) implements Objection {}

    /** No stored model has that id. */
    record NoSuchModel(Deployment.Id id) implements Objection {}

    /** A model of the file has that id: what the file says is changed there. */
    record ModelOfFile(Deployment.Id id) implements Objection {}

    /** Another model has that id already. */
    record ModelExists(Deployment.Id id) implements Objection {}

    /**
     * The model cannot be used as it was described.
     *
     * @param flaws what is wrong and what to do, a sentence each, beginning with the field
     */
    record UnfitModel(List<String> flaws) implements Objection {
        public UnfitModel {
            flaws = List.copyOf(flaws);
        }
    }

    /**
     * What was said about the way of calls cannot be used.
     *
     * @param flaws what is wrong and what to do, a sentence each, beginning with the field
     */
    record UnfitSettings(List<String> flaws) implements Objection {
        public UnfitSettings {
            flaws = List.copyOf(flaws);
        }
    }

    /**
     * A name would lead a team's calls to a group that has nobody inside the team's residency.
     *
     * @param field where the name stands
     * @param regions where the group's deployments lie, as far as they say
     */
    record OutsideResidency(
            Team.Id team,
            String field,
            ModelName name,
            ModelName group,
            Set<String> residency,
            Set<String> regions)
            implements Objection {
        public OutsideResidency {
            residency = Set.copyOf(residency);
            regions = Set.copyOf(regions);
        }
    }

    /**
     * Nothing can be planned for that moment.
     *
     * @param rule what it breaks, a sentence for people
     */
    record UnfitMoment(String rule) implements Objection {}

    /** Nothing was planned under that id. */
    record NoSuchPlan(String id) implements Objection {}

    /**
     * What was planned waits no more.
     *
     * @param state what became of it, a word
     */
    record PlanIsOver(String id, String state) implements Objection {}

    /** The operator wants models to stand in the file only. */
    record ModelsOfFileOnly() implements Objection {}

    /** Where teams and keys are stored cannot be asked now; nothing was changed. */
    record RegistryAway() implements Objection {}

    /** Where it is written what calls cost cannot be asked now. */
    record LedgerAway() implements Objection {}

    /** Nothing that the actor may call has that name. */
    record NoSuchGroup(ModelName name) implements Objection {}

    /** Nobody says what calls to it cost. */
    record NoPrice(ModelName name) implements Objection {}

    /** What is to be priced anew must be over: more may come of it. */
    record PeriodNotOver() implements Objection {}

    /** Prices or rows have changed since the dry run: it would do something else than was shown. */
    record DryRunOutdated() implements Objection {}
}
