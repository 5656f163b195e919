package dev.signalbox.http.openapi;

import dev.signalbox.http.admin.budget.CustomerRoutes;
import dev.signalbox.http.admin.budget.TagRoutes;
import dev.signalbox.http.admin.budget.TermsRoutes;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.key.KeyForms;
import dev.signalbox.http.admin.key.KeyRoutes;
import dev.signalbox.http.admin.model.StoredModelRoutes;
import dev.signalbox.http.admin.spend.CalculateRoutes;
import dev.signalbox.http.admin.spend.correction.RerateRoutes;
import dev.signalbox.http.admin.team.MemberRoutes;
import dev.signalbox.http.admin.team.ScheduleRoutes;
import dev.signalbox.http.admin.team.TeamRoutes;
import dev.signalbox.http.admin.user.UserRoutes;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Which path takes which form. That a path takes these fields and no others, a test asks of a
 * running server.
 */
final class Forms {

    private static final Map<String, FieldNames> BY_PATH =
            Map.ofEntries(
                    Map.entry("/team/new", TeamRoutes.NEW_TEAM),
                    Map.entry("/team/update", TeamRoutes.TEAM),
                    Map.entry("/team/delete", TeamRoutes.SOME_TEAMS),
                    Map.entry("/team/block", TeamRoutes.ONE_TEAM),
                    Map.entry("/team/unblock", TeamRoutes.ONE_TEAM),
                    Map.entry("/team/model/add", TeamRoutes.MODELS),
                    Map.entry("/team/model/delete", TeamRoutes.MODELS),
                    Map.entry("/team/aliases/rollback", TeamRoutes.ROLL_BACK),
                    Map.entry("/team/aliases/schedule", ScheduleRoutes.PLAN),
                    Map.entry("/team/aliases/schedule/cancel", ScheduleRoutes.ONE_PLAN),
                    Map.entry("/team/member_add", MemberRoutes.JOINING),
                    Map.entry("/team/member_update", MemberRoutes.CHANGE),
                    Map.entry("/team/member_delete", MemberRoutes.LEAVING),
                    Map.entry("/key/generate", KeyForms.KEY),
                    Map.entry("/key/service-account/generate", KeyForms.KEY),
                    Map.entry("/key/update", KeyForms.KEY),
                    Map.entry("/key/regenerate", KeyRoutes.ROTATION),
                    Map.entry("/key/{key}/regenerate", KeyRoutes.ROTATION),
                    Map.entry("/key/delete", KeyRoutes.KEYS_OR_NAMES),
                    Map.entry("/key/block", KeyRoutes.ONE_KEY),
                    Map.entry("/key/unblock", KeyRoutes.ONE_KEY),
                    Map.entry("/v2/key/info", KeyRoutes.SOME_KEYS),
                    Map.entry("/user/new", UserRoutes.NEW_USER),
                    Map.entry("/user/update", UserRoutes.USER),
                    Map.entry("/user/delete", UserRoutes.SOME_USERS),
                    Map.entry("/spend/calculate", CalculateRoutes.FORM),
                    Map.entry("/spend/rerate", RerateRoutes.DRY_RUN),
                    Map.entry("/spend/rerate/apply", RerateRoutes.APPLY),
                    Map.entry("/budget/new", TermsRoutes.TERMS),
                    Map.entry("/budget/update", TermsRoutes.TERMS),
                    Map.entry("/budget/delete", TermsRoutes.ONE),
                    Map.entry("/budget/info", TermsRoutes.SOME),
                    Map.entry("/customer/new", CustomerRoutes.CUSTOMER),
                    Map.entry("/customer/update", CustomerRoutes.CUSTOMER),
                    Map.entry("/customer/delete", CustomerRoutes.SOME),
                    Map.entry("/customer/block", CustomerRoutes.SOME),
                    Map.entry("/customer/unblock", CustomerRoutes.SOME),
                    Map.entry("/end_user/new", CustomerRoutes.CUSTOMER),
                    Map.entry("/end_user/update", CustomerRoutes.CUSTOMER),
                    Map.entry("/end_user/delete", CustomerRoutes.SOME),
                    Map.entry("/end_user/block", CustomerRoutes.SOME),
                    Map.entry("/end_user/unblock", CustomerRoutes.SOME),
                    Map.entry("/tag/new", TagRoutes.TAG),
                    Map.entry("/tag/update", TagRoutes.TAG),
                    Map.entry("/tag/delete", TagRoutes.ONE),
                    Map.entry("/tag/info", TagRoutes.SOME),
                    Map.entry("/model/new", StoredModelRoutes.MODEL),
                    Map.entry("/model/update", StoredModelRoutes.CHANGE),
                    Map.entry("/model/{id}/update", StoredModelRoutes.MODEL),
                    Map.entry("/model/delete", StoredModelRoutes.ONE_MODEL));

    private Forms() {}

    /** The form of {@code path}; null if it takes none. */
    static @Nullable FieldNames of(String path) {
        return BY_PATH.get(path);
    }
}
