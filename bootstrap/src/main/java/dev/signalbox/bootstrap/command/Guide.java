package dev.signalbox.bootstrap.command;

import dev.signalbox.bootstrap.process.Exit;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page of a command, that {@code --help} shows.
 *
 * @param name its last word
 * @param purpose what it does, a sentence
 * @param details what one should know, a line each
 * @param examples that can be pasted, a line each
 * @param exits how it ends, and what that means
 */
public record Guide(
        String name,
        String purpose,
        List<String> details,
        List<String> examples,
        Map<Exit, String> exits) {

    private static final int WIDTH = 100;

    public Guide {
        details = List.copyOf(details);
        examples = List.copyOf(examples);
        exits = Map.copyOf(exits);
    }

    /** A command without options yet, but for {@code --help}. */
    public CommandSpec spec() {
        CommandSpec spec = page(name, purpose);
        details.forEach(line -> add(spec, line));
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes%n")
                .exitCodeList(codes())
                .footerHeading("%nExample%n")
                .footer(examples.stream().map(line -> "  " + line).toArray(String[]::new));
        return spec;
    }

    /** The page of a family of commands, and of each command. */
    static CommandSpec page(String name, String purpose) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .width(WIDTH)
                .abbreviateSynopsis(false)
                .customSynopsis(new String[0])
                .description(purpose)
                .parameterListHeading("%nParameters%n")
                .optionListHeading("%nOptions%n")
                .commandListHeading("%nCommands%n");
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("this text")
                        .build());
        return spec;
    }

    /** An option with a value. */
    public static OptionSpec value(String name, String label, String... description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option that must be said, with a value. */
    public static OptionSpec needed(String name, String label, String... description) {
        return OptionSpec.builder(value(name, label, description)).required(true).build();
    }

    /** An option without one. */
    public static OptionSpec flag(String name, String... description) {
        return OptionSpec.builder(name).type(boolean.class).description(description).build();
    }

    /** What must be said without a name. */
    public static PositionalParamSpec word(String label, String... description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static void add(CommandSpec spec, String line) {
        String[] before = spec.usageMessage().description();
        String[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = line;
        spec.usageMessage().description(more);
    }

    private Map<String, String> codes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (Exit exit : Exit.values()) {
            String meaning = exits.get(exit);
            if (meaning != null) {
                String code = Integer.toString(exit.code());
                codes.merge(code, meaning, (one, other) -> one + "; " + other);
            }
        }
        return codes;
    }
}
