package dev.signalbox.http.admin.user;

import com.fasterxml.jackson.databind.node.IntNode;

import dev.signalbox.application.driving.admin.ManageUsers;
import dev.signalbox.application.driving.admin.ManageUsers.Change;
import dev.signalbox.application.driving.admin.ManageUsers.NewUser;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.listing.UserFilter;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.AdminErrors;
import dev.signalbox.http.admin.Asked;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.bounds.Bounds;
import dev.signalbox.http.admin.form.FieldNames;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.KeptFields;
import dev.signalbox.http.admin.key.KeyForms;
import dev.signalbox.http.exchange.Exchange;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Users are looked after over HTTP. Safe for many threads. */
public final class UserRoutes {

    private static final String ID = "user_id";
    private static final String IDS = "user_ids";
    private static final String EMAIL = "user_email";
    private static final String NAME = "user_alias";
    private static final String ROLE = "user_role";

    /** Of a user that changes. */
    public static final FieldNames USER =
            new FieldNames(Set.of(ID, EMAIL, NAME, ROLE, "models"), KeptFields.USER).andLimits();

    /** A user that is to be may get a key with it. */
    public static final FieldNames NEW_USER =
            USER.and("teams", "auto_create_key", "key_alias", "duration", "aliases", "team_id");

    /** Which users. */
    public static final FieldNames SOME_USERS = FieldNames.only(IDS);

    private final ManageUsers users;
    private final Desk desk;
    private final UserAnswers answers;
    private final KeyForms keyForms;

    public UserRoutes(ManageUsers users, Desk desk) {
        this.users = users;
        this.desk = desk;
        this.answers = new UserAnswers(desk.json());
        this.keyForms = new KeyForms(desk.json());
    }

    /** {@code /user/new}. */
    public void create(Exchange exchange, String variable) {
        desk.take(
                exchange,
                NEW_USER,
                (asked, form) ->
                        AdminErrors.checked(
                                        users.create(asked.actor(), newUser(form, asked.actor())))
                                .map(
                                        made ->
                                                answers.made(
                                                        made,
                                                        form.text("duration"),
                                                        form.warnings())));
    }

    /** {@code /user/update}. */
    public void update(Exchange exchange, String variable) {
        desk.take(
                exchange,
                USER,
                (asked, form) -> {
                    User.Id id = Form.userId(ID, form.required(ID));
                    return AdminErrors.checked(users.change(asked.actor(), id, change(form)))
                            .map(user -> answers.changed(user, form.warnings()));
                });
    }

    /** {@code /user/delete}: answers how many. */
    public void delete(Exchange exchange, String variable) {
        desk.take(
                exchange,
                SOME_USERS,
                (asked, form) -> {
                    List<User.Id> ids =
                            form.requiredTexts(IDS).stream()
                                    .map(text -> Form.userId(IDS, text))
                                    .toList();
                    return AdminErrors.checked(users.delete(asked.actor(), ids))
                            .map(gone -> IntNode.valueOf(gone.size()));
                });
    }

    /** {@code /user/info}; without an id it is about whoever asks. */
    public void look(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked -> {
                    String text = asked.text(ID);
                    User.Id id = text == null ? null : Form.userId(ID, text);
                    return AdminErrors.checked(users.look(asked.actor(), id)).map(answers::info);
                });
    }

    /** {@code /user/list}. */
    public void list(Exchange exchange, String variable) {
        desk.look(
                exchange,
                asked ->
                        AdminErrors.checked(
                                        users.page(
                                                asked.actor(),
                                                filter(asked),
                                                asked.page("page_size")))
                                .map(answers::page));
    }

    private NewUser newUser(Form form, Actor actor) {
        boolean withKey = !Boolean.FALSE.equals(form.flag("auto_create_key"));
        User.Role role = role(form);
        return new NewUser(
                form.user(ID),
                form.text(EMAIL),
                form.text(NAME),
                role == null ? User.Role.MEMBER : role,
                form.models("models"),
                Bounds.of(form, Limits.NONE),
                form.texts("teams").stream().map(text -> Form.teamId("teams", text)).toList(),
                withKey ? keyForms.newKey(form, actor, false) : null,
                form.kept(FreeJson.EMPTY));
    }

    private static Change change(Form form) {
        String email = form.text(EMAIL);
        String name = form.text(NAME);
        ModelList models = form.models("models");
        // Read now, so that what is wrong is told before anything is locked.
        Limits unused = Bounds.of(form, Limits.NONE);
        return new Change(
                form.has(EMAIL) ? before -> email : null,
                form.has(NAME) ? before -> name : null,
                role(form),
                form.has("models") ? models : null,
                before -> Bounds.of(form, before),
                form::kept);
    }

    private static User.@Nullable Role role(Form form) {
        String word = form.text(ROLE);
        return word == null ? null : role(ROLE, word);
    }

    private static User.Role role(String field, String word) {
        User.Role role = User.Role.of(word);
        if (role == null) {
            throw Form.Wrong.field(
                    field,
                    "A user_role is one of "
                            + Arrays.stream(User.Role.values())
                                    .map(User.Role::word)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return role;
    }

    private static UserFilter filter(Asked asked) {
        String ids = asked.text(IDS);
        String role = asked.text("role");
        List<User.Id> wanted =
                ids == null
                        ? List.<User.Id>of()
                        : Arrays.stream(ids.split(",", -1))
                                .map(text -> Form.userId(IDS, text.strip()))
                                .toList();
        return new UserFilter(wanted, role == null ? null : role("role", role), asked.text(EMAIL));
    }
}
