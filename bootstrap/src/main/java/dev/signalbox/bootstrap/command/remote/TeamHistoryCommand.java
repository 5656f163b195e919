package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonView;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;

/** Shows which aliases a team has had, and since which revision. */
public final class TeamHistoryCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "history",
                    "Shows which aliases a team has had, with the revision of each"
                            + " change. Go back to one of them with `signalbox team"
                            + " rollback`.",
                    List.of("", GatewayAccess.KEY_NOTE),
                    List.of("signalbox team history eu-team"),
                    GatewayAccess.exits("the history was printed"));

    private final GatewayAccess access;

    public TeamHistoryCommand(Surroundings surroundings) {
        this.access = new GatewayAccess(surroundings);
    }

    @Override
    public String name() {
        return "team history";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addPositional(Guide.word("TEAM", "the team's id"));
        GatewayAccess.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        Map<String, String> question = Map.of("team_id", GatewayAccess.word(said));
        String answer = access.ask(said, gateway -> gateway.get("/team/aliases/history", question));
        if (said.hasMatchedOption(GatewayAccess.JSON)) {
            access.print(answer);
        } else {
            new PastChanges(JsonView.of(answer)).lines().forEach(access::print);
        }
        return Exit.DONE;
    }
}
