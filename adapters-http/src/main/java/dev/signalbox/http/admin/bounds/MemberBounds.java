package dev.signalbox.http.admin.bounds;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.admin.form.Form;

import java.util.Map;

/**
 * What a form says of each member of a team: {@code team_member_budget}, {@code
 * team_member_budget_duration}, {@code team_member_rpm_limit}, {@code team_member_tpm_limit}. What
 * is not said stays.
 */
public final class MemberBounds {

    private static final String WINDOW = "team_member_budget_duration";

    private static final Map<String, Limit> FIELDS =
            Map.of(
                    "team_member_budget", Limit.MAX_BUDGET,
                    "team_member_rpm_limit", Limit.RPM,
                    "team_member_tpm_limit", Limit.TPM);

    private MemberBounds() {}

    /** Whether anything is said of each member, be it null. */
    public static boolean isIn(Form form) {
        return form.has(WINDOW) || FIELDS.keySet().stream().anyMatch(form::has);
    }

    /** The same with what the form says of each member. */
    public static Limits of(Form form, Limits before) {
        Limits each = before.each() == null ? Limits.NONE : before.each();
        for (Map.Entry<String, Limit> field : FIELDS.entrySet()) {
            if (form.has(field.getKey())) {
                JsonNode said = form.node(field.getKey());
                each =
                        each.with(
                                field.getValue(),
                                said == null
                                        ? null
                                        : Bounds.bound(field.getKey(), field.getValue(), said));
            }
        }
        if (form.has(WINDOW)) {
            each = each.every(Bounds.window(WINDOW, form.text(WINDOW)));
        }
        return before.forEach(each.isEmpty() ? null : each);
    }
}
