package dev.signalbox.bootstrap;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.quota.Holder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an operator should know of what is served, told at the start. Used by one thread. */
final class Doubts {

    private static final int UNPRICED_SHOWN = 20;

    private final Plan plan;
    private final Console console;

    Doubts(Plan plan, Console console) {
        this.plan = plan;
        this.console = console;
    }

    /** Tells all there is to tell. */
    void tell(LiveDirectory live) {
        warnOfStoredModels(live);
        warnOfDanglingAliases(live.present());
        warnOfUnpricedModels(live.present());
        warnOfMissingTerms(live.present());
    }

    /** Whoever names a budget believes that customers are bounded. */
    private void warnOfMissingTerms(Directory directory) {
        String id = plan.spending().budgets().endUserTerms();
        if (id != null && directory.bounded(Holder.of(Holder.Level.TERMS, id)) == null) {
            console.warn(
                    "max_end_user_budget_id: there is no budget "
                            + id
                            + ", so customers are not bounded by it; make it by /budget/new");
        }
    }

    private void warnOfStoredModels(LiveDirectory live) {
        int stored = live.storedModels().size();
        if (!plan.storing() && stored > 0) {
            console.warn(
                    "store_model_in_db is false, and models that were stored before are served all"
                            + " the same: "
                            + stored
                            + "; take them away by /model/delete");
        }
    }

    private void warnOfDanglingAliases(Directory directory) {
        // Thousands of teams name the same few groups.
        Map<ModelName, Boolean> served = new HashMap<>();
        for (Team team : directory.teams()) {
            team.aliases()
                    .dangling(name -> served.computeIfAbsent(name, directory::serves))
                    .forEach(
                            (alias, target) ->
                                    console.warn(
                                            "team "
                                                    + team.id()
                                                    + ": its alias "
                                                    + alias
                                                    + " names the group "
                                                    + target
                                                    + ", which is not in the configuration and"
                                                    + " not stored; calls"
                                                    + " for it are answered 404"));
        }
    }

    private void warnOfUnpricedModels(Directory directory) {
        List<String> unpriced =
                directory
                        .deployments()
                        .filter(deployment -> !deployment.terms().pricing().isKnown())
                        .map(it -> it.provider() + "/" + it.model())
                        .distinct()
                        .sorted()
                        .toList();
        if (!unpriced.isEmpty()) {
            int more = unpriced.size() - UNPRICED_SHOWN;
            console.warn(
                    "nobody says what these models cost, and calls to them "
                            + (plan.unpriced() == Unpriced.REFUSE ? "are refused" : "count as free")
                            + ": "
                            + String.join(", ", unpriced.stream().limit(UNPRICED_SHOWN).toList())
                            + (more > 0 ? " and " + more + " more" : "")
                            + ". Say model_info.base_model or input_cost_per_token;"
                            + " docs/reference/prices.md says how");
        }
    }
}
