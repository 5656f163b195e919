package dev.signalbox.http.admin.team;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driving.admin.ManageMembers;
import dev.signalbox.application.driving.admin.ManageMembers.Change;
import dev.signalbox.application.driving.admin.ManageMembers.Joining;
import dev.signalbox.application.driving.admin.ManageMembers.Standing;
import dev.signalbox.application.driving.admin.ManageMembers.Who;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.bounds.Bounds;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.exchange.Exchange;

import java.util.List;

/** Who belongs to a team is said over HTTP. Safe for many threads. */
public final class MemberRoutes {

    private static final String ID = "team_id";
    private static final String USER = "user_id";
    private static final String EMAIL = "user_email";
    private static final String ROLE = "role";

    /** Of one member. */
    static final FieldNames MEMBER = FieldNames.only(USER, EMAIL, ROLE);

    private static final String BUDGET = "max_budget_in_team";
    private static final String DURATION = "budget_duration";
    private static final String TERMS = "budget_id";

    /** Of members that are to be. */
    public static final FieldNames JOINING = FieldNames.only(ID, "member", BUDGET, DURATION, TERMS);

    /** Of a member that changes. */
    public static final FieldNames CHANGE =
            FieldNames.only(
                    ID, USER, EMAIL, ROLE, BUDGET, DURATION, TERMS, "rpm_limit", "tpm_limit");

    /** Which member. */
    public static final FieldNames LEAVING = FieldNames.only(ID, USER, EMAIL);

    private final ManageMembers members;
    private final Desk desk;
    private final TeamAnswers answers;

    public MemberRoutes(ManageMembers members, Desk desk) {
        this.members = members;
        this.desk = desk;
        this.answers = new TeamAnswers(desk.json());
    }

    /** {@code /team/member_add}: one member, or a list of them. */
    public void add(Exchange exchange, String variable) {
        desk.take(
                exchange,
                JOINING,
                (asked, form) -> {
                    Limits limits = limits(form, Limits.NONE);
                    List<Joining> joining =
                            form.forms("member", MEMBER).stream()
                                    .map(part -> new Joining(who(part), leads(part), limits))
                                    .toList();
                    if (joining.isEmpty()) {
                        throw Form.Wrong.field("member", "Missing required parameter: 'member'.");
                    }
                    return AdminErrors.checked(members.join(asked.actor(), team(form), joining))
                            .map(joined -> answers.joined(joined.team(), joined.users(), limits));
                });
    }

    /** {@code /team/member_update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                CHANGE,
                (asked, form) -> {
                    Team.Id team = team(form);
                    // Read now, so that what is wrong is told before anything is locked.
                    Limits unused = limits(form, Limits.NONE);
                    Change change =
                            new Change(
                                    form.says(ROLE) ? leads(form) : null,
                                    before -> limits(form, before));
                    return AdminErrors.checked(
                                    members.change(asked.actor(), team, who(form), change))
                            .map(standing -> changed(team, standing));
                });
    }

    /** {@code /team/member_delete}. */
    public void remove(Exchange exchange, String variable) {
        desk.take(
                exchange,
                LEAVING,
                (asked, form) ->
                        AdminErrors.checked(members.leave(asked.actor(), team(form), who(form)))
                                .map(answers::data));
    }

    /** Whether somebody is to be an admin of the team. */
    static boolean leads(Form form) {
        String role = form.text(ROLE);
        if (role != null && !role.equals("admin") && !role.equals("user")) {
            throw Form.Wrong.field(ROLE, "A member's role is admin or user.");
        }
        return "admin".equals(role);
    }

    /** What is not said stays. */
    private static Limits limits(Form form, Limits before) {
        return Bounds.terms(form, Bounds.of(form, Bounds.budget(form, BUDGET, before)));
    }

    private ObjectNode changed(Team.Id team, Standing standing) {
        Team.Member member = standing.member();
        ObjectNode answer =
                desk.json()
                        .object()
                        .put(ID, team.text())
                        .put(USER, member.user().text())
                        .put(EMAIL, member.email())
                        .put(ROLE, member.leads() ? "admin" : "user");
        answer.put(BUDGET, standing.limits().of(Limit.MAX_BUDGET));
        answer.put("rpm_limit", standing.limits().of(Limit.RPM));
        answer.put("tpm_limit", standing.limits().of(Limit.TPM));
        answer.put(
                DURATION,
                standing.limits().window() == null
                        ? null
                        : String.valueOf(standing.limits().window()));
        return answer.put(TERMS, standing.limits().terms());
    }

    private static Who who(Form form) {
        User.Id id = form.user(USER);
        String email = form.text(EMAIL);
        if (id == null && email == null) {
            throw Form.Wrong.field(USER, "A member is named by a user_id or a user_email.");
        }
        return new Who(id, email);
    }

    private static Team.Id team(Form form) {
        return Form.teamId(ID, form.required(ID));
    }
}
