package dev.signalbox.http.admin;

import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.http.exchange.ErrorAnswer;

/** The words for what is wrong with budgets that stand on their own. */
final class BudgetErrors {

    private BudgetErrors() {}

    static ErrorAnswer of(Objection.NothingSaid no) {
        return ErrorAnswer.of(
                404,
                "not_found_error",
                field(no.holder()),
                name(no.holder()) + " not found in db: " + no.holder().id() + ".");
    }

    static ErrorAnswer of(Objection.SaidAlready already) {
        Holder holder = already.holder();
        return bad(
                field(holder),
                name(holder)
                        + " already exists: "
                        + holder.id()
                        + ". Change it by /"
                        + path(holder)
                        + "/update.");
    }

    static ErrorAnswer of(Objection.NoSuchTerms no) {
        return bad(
                "budget_id",
                "Budget not found in db: " + no.id() + ". Make it first, by /budget/new.");
    }

    static ErrorAnswer of(Objection.TermsInUse used) {
        return bad(
                "id",
                "The budget "
                        + used.id()
                        + " bounds somebody: give the keys, customers, tags and members that have"
                        + " it another budget_id first, or null.");
    }

    private static ErrorAnswer bad(String field, String message) {
        return ErrorAnswer.of(400, "bad_request_error", field, message);
    }

    private static String path(Holder holder) {
        return switch (holder.level()) {
            case END_USER -> "customer";
            case TAG -> "tag";
            case KEY, TEAM, MEMBER, USER, KEY_MODEL, DEPLOYMENT, PROVIDER, EVERYBODY, TERMS ->
                    "budget";
        };
    }

    private static String name(Holder holder) {
        return switch (holder.level()) {
            case END_USER -> "Customer";
            case TAG -> "Tag";
            case KEY, TEAM, MEMBER, USER, KEY_MODEL, DEPLOYMENT, PROVIDER, EVERYBODY, TERMS ->
                    "Budget";
        };
    }

    private static String field(Holder holder) {
        return switch (holder.level()) {
            case END_USER -> "user_id";
            case TAG -> "name";
            case KEY, TEAM, MEMBER, USER, KEY_MODEL, DEPLOYMENT, PROVIDER, EVERYBODY, TERMS ->
                    "budget_id";
        };
    }
}
