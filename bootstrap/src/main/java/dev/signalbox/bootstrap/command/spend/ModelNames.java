package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.process.Exit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an invoice calls models, and what the ledger calls them. The first rule that fits counts.
 */
record ModelNames(List<Rule> rules) {

    ModelNames {
        rules = List.copyOf(rules);
    }

    /**
     * A name of the invoice, and what is meant.
     *
     * @param invoice with stars in it for anything; capitals or not
     */
    record Rule(Pattern invoice, String ledger) {}

    /** Of what stands on a command line: {@code gpt 4o*=gpt-4o}. */
    static ModelNames of(List<String> said) {
        List<Rule> rules = new ArrayList<>();
        for (String one : said) {
            int at = one.lastIndexOf('=');
            if (at < 1 || at == one.length() - 1) {
                throw new CommandFailed(
                        Exit.USAGE, "--name is INVOICE=LEDGER (gpt 4o*=gpt-4o), not '" + one + "'");
            }
            String literal = Pattern.quote(one.substring(0, at)).replace("*", "\\E.*\\Q");
            rules.add(
                    new Rule(
                            Pattern.compile(
                                    literal, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
                            one.substring(at + 1)));
        }
        return new ModelNames(rules);
    }

    /** What the ledger calls it; the same if no rule fits. */
    String ledger(String invoice) {
        return rules.stream()
                .filter(rule -> rule.invoice().matcher(invoice).matches())
                .findFirst()
                .map(Rule::ledger)
                .orElse(invoice);
    }
}
