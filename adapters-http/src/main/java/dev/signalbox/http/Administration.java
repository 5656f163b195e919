package dev.signalbox.http;

import dev.signalbox.application.driving.admin.ManageKeys;
import dev.signalbox.application.driving.admin.ManageMembers;
import dev.signalbox.application.driving.admin.ManageTeams;
import dev.signalbox.application.driving.admin.ManageUsers;
import dev.signalbox.application.driving.admin.PlanAliases;
import dev.signalbox.application.driving.admin.ReadHistory;
import dev.signalbox.application.driving.admin.ReadKeys;
import dev.signalbox.application.driving.admin.ReadTeams;
import dev.signalbox.application.driving.admin.models.ManageModels;
import dev.signalbox.application.driving.admin.models.ReadModels;
import dev.signalbox.application.driving.admin.spend.CorrectSpend;
import dev.signalbox.application.driving.admin.spend.EstimateCost;
import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.application.driving.admin.spend.ReadSpend;
import dev.signalbox.application.driving.admin.spend.TellSpent;
import dev.signalbox.domain.access.Team;

import java.time.ZoneId;
import java.util.Set;

/**
 * All that administrators may ask of what lies behind the server.
 *
 * @param openTeams the teams that anybody may join
 */
public record Administration(
        ManageTeams teams,
        ReadTeams readTeams,
        PlanAliases plans,
        ManageMembers members,
        ManageKeys keys,
        ReadKeys readKeys,
        ManageUsers users,
        ReadHistory history,
        ManageModels models,
        ReadModels readModels,
        Money money,
        Set<Team.Id> openTeams) {

    /**
     * What they may ask about money.
     *
     * @param zone on whose calendar budgets lie
     */
    public record Money(
            ReadSpend spend,
            TellSpent spent,
            EstimateCost costs,
            CorrectSpend corrections,
            ManageBudgets budgets,
            ZoneId zone) {}
}
