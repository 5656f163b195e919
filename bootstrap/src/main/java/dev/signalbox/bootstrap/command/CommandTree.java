package dev.signalbox.bootstrap.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All commands, as they are found by their words.
 *
 * @param families what the first of two words means, by that word
 */
public record CommandTree(Map<String, String> families, List<Command> commands) {

    public CommandTree {
        families = Map.copyOf(families);
        commands = List.copyOf(commands);
    }

    /** Makes them known. */
    public void addTo(CommandSpec root) {
        for (Command command : commands) {
            String[] words = command.name().split(" ", -1);
            CommandSpec parent = root;
            for (String family : Arrays.copyOf(words, words.length - 1)) {
                parent = child(parent, family);
            }
            parent.addSubcommand(words[words.length - 1], command.spec());
        }
    }

    /** The command that was said; null if it is another's. */
    public @Nullable Command find(ParseResult said) {
        String name = name(said);
        return commands.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the word begins commands of ours. */
    public boolean has(String word) {
        return commands.stream().anyMatch(command -> command.name().split(" ", -1)[0].equals(word));
    }

    /** The last word that was understood, with what was said behind it. */
    public static ParseResult last(ParseResult said) {
        ParseResult last = said;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }

    private CommandSpec child(CommandSpec parent, String family) {
        CommandLine known = parent.subcommands().get(family);
        if (known != null) {
            return known.getCommandSpec();
        }
        CommandSpec made = Guide.page(family, families.getOrDefault(family, ""));
        parent.addSubcommand(family, made);
        return made;
    }

    private static String name(ParseResult said) {
        StringBuilder name = new StringBuilder();
        ParseResult at = said;
        while (at.hasSubcommand()) {
            at = at.subcommand();
            name.append(name.isEmpty() ? "" : " ").append(at.commandSpec().name());
        }
        return name.toString();
    }
}
