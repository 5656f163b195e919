package dev.signalbox.bootstrap.config.reading;

import dev.signalbox.bootstrap.config.yaml.ConfigNode;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads budgets: an amount of US dollars, and after which time it may be spent anew.
 *
 * @param amount the name of the key that says the first
 * @param duration the name of the key that says the second
 */
public record BudgetReader(String amount, String duration) {

    /** The names that LiteLLM uses nearly everywhere. */
    public static final BudgetReader USUAL = new BudgetReader("max_budget", "budget_duration");

    /** What is said there; no bounds if nothing is. */
    public Limits read(Section section, Reading reading) {
        BigDecimal dollars = section.amount(amount);
        String text = section.text(duration);
        Window window = text == null ? null : Window.parse(text, ZoneOffset.UTC);
        if (text != null && window == null) {
            reading.findings()
                    .error(
                            section.placeOf(duration),
                            "this must be a time such as 30s, 5m, 2h, 7d or 1mo");
        }
        return dollars == null
                ? Limits.NONE
                : Limits.NONE.with(Limit.MAX_BUDGET, dollars).every(window);
    }

    /**
     * One for each name.
     *
     * @param group the keys that each may have
     */
    public Map<String, Limits> readAll(
            @Nullable Mapping mapping, KnownKeys.Group group, Reading reading) {
        Map<String, Limits> all = new TreeMap<>();
        for (Member member : mapping == null ? List.<Member>of() : mapping.members()) {
            ConfigNode value = reading.environment().resolve(member.value(), reading.findings());
            if (value instanceof Mapping said) {
                Section section = Section.checked(said, group, reading);
                all.put(member.key(), read(section, reading));
                if (section.amount(amount) == null) {
                    reading.findings().error(member.place(), amount + " is missing");
                }
            } else {
                reading.findings()
                        .error(
                                member.place(),
                                "this must be {" + amount + ": …, " + duration + ": …}");
            }
        }
        return all;
    }
}
