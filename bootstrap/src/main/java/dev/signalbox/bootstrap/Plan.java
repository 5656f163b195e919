package dev.signalbox.bootstrap;

import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.response.ResponseIds;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.bootstrap.config.GatewayConfig;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.money.Unpriced;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.http.HttpSettings;
import dev.signalbox.http.observe.AttemptLog;
import dev.signalbox.persistence.contact.DatabaseUrl;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Everything that is decided before anything is opened. Never printed: there are secrets in it.
 *
 * @param workshop knows what stored models say
 * @param storing whether administrators may store models
 * @param responseIds reads and writes the ids of responses
 * @param policy how calls find their way where neither key nor team says
 * @param staleness for how long keys are served from memory without contact to the database; null
 *     for ever
 * @param openTeams the teams that anybody may join
 * @param unpriced whether models may be called of which nobody knows what they cost
 * @param spending how what calls cost is written down
 * @param logging which attempts are logged
 * @param database null: our own, in {@code dataDir}
 * @param dataDir where our own database lies, if there is one
 */
record Plan(
        Directory.Models models,
        ModelWorkshop workshop,
        boolean storing,
        Credential masterKey,
        ResponseIds responseIds,
        Naming naming,
        RoutingPolicy policy,
        @Nullable Duration staleness,
        Set<Team.Id> openTeams,
        Unpriced unpriced,
        GatewayConfig.Spending spending,
        AttemptLog.Detail logging,
        HttpSettings http,
        @Nullable DatabaseUrl database,
        Path dataDir) {

    @Override
    public String toString() {
        return "a plan for " + models.groups().size() + " groups";
    }
}
