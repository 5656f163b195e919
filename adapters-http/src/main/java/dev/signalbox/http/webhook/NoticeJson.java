package dev.signalbox.http.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.application.driven.money.BudgetNotices.Amounts;
import dev.signalbox.application.driven.money.BudgetNotices.Event;
import dev.signalbox.application.driven.money.BudgetNotices.Names;
import dev.signalbox.application.driven.money.BudgetNotices.Notice;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Notices as LiteLLM's receivers read them, and what it has no word for. */
final class NoticeJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private NoticeJson() {}

    /** The same bytes each time for the same notice. */
    static byte[] bytes(Notice notice) {
        return json(notice).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Notice notice) {
        Amounts amounts = notice.amounts();
        Names names = notice.names();
        Holder holder = notice.holder();
        ObjectNode json = MAPPER.createObjectNode();
        json.put("spend", amounts.spent().dollars());
        put(json, "max_budget", amounts.budget());
        put(json, "soft_budget", amounts.soft());
        json.put("token", names.token());
        json.put("customer_id", holder.level() == Level.END_USER ? holder.id() : null);
        json.put("user_id", names.user());
        json.put("team_id", names.team());
        json.put("team_alias", names.teamName());
        json.putNull("organization_id");
        json.put("user_email", names.email());
        json.put("key_alias", names.keyName());
        json.putNull("projected_exceeded_date");
        json.putNull("projected_spend");
        json.put("event", notice.event().word());
        json.put("event_group", group(holder.level()));
        json.put("event_message", message(notice));
        json.put("notice_id", notice.id().toString());
        json.put("level", holder.level().word());
        json.put("id", holder.id());
        json.put("percent", percent(amounts));
        json.put("reset_at", notice.reset() == null ? null : notice.reset().toString());
        json.put("at", notice.at().toString());
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable NanoUsd amount) {
        json.put(field, amount == null ? null : amount.dollars());
    }

    /** LiteLLM's words where it has one. */
    private static String group(Level level) {
        return switch (level) {
            case KEY, KEY_MODEL -> "key";
            case TEAM -> "team";
            case MEMBER -> "team_member";
            case USER -> "internal_user";
            case END_USER -> "customer";
            case TAG -> "tag";
            case DEPLOYMENT -> "deployment";
            case PROVIDER -> "provider";
            case EVERYBODY, TERMS -> "proxy";
        };
    }

    /** LiteLLM's sentence, then the figures. */
    private static String message(Notice notice) {
        Amounts amounts = notice.amounts();
        String figures =
                amounts.budget() == null
                        ? amounts.spent() + " US dollars are spent"
                        : amounts.spent()
                                + " of "
                                + amounts.budget()
                                + " US dollars are spent ("
                                + percent(amounts)
                                + " %)";
        return title(notice.holder().level())
                + " Budget: "
                + happened(notice.event())
                + ". "
                + figures
                + (notice.reset() == null
                        ? "; it does not begin anew by itself."
                        : "; it begins anew at " + notice.reset() + ".");
    }

    private static String title(Level level) {
        return switch (level) {
            case KEY -> "Key";
            case KEY_MODEL -> "Key Model";
            case TEAM -> "Team";
            case MEMBER -> "Team Member";
            case USER -> "User";
            case END_USER -> "Customer";
            case TAG -> "Tag";
            case DEPLOYMENT -> "Deployment";
            case PROVIDER -> "Provider";
            case EVERYBODY, TERMS -> "Proxy";
        };
    }

    private static String happened(Event event) {
        return switch (event) {
            case SOFT -> "Soft Budget Crossed";
            case MOST -> "80% Threshold Crossed";
            case ALL -> "Budget Crossed";
        };
    }

    /** Whole ones; null if there is no budget to be a part of. */
    private static @Nullable Long percent(Amounts amounts) {
        NanoUsd budget = amounts.budget();
        if (budget == null || budget.amount() == 0) {
            return null;
        }
        return BigInteger.valueOf(amounts.spent().amount())
                .multiply(HUNDRED)
                .divide(BigInteger.valueOf(budget.amount()))
                .longValue();
    }
}
