package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonBody;
import dev.signalbox.http.remote.JsonView;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;

/** Gives a team the aliases that it had earlier. */
public final class TeamRollbackCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "rollback",
                    "Gives a team the aliases that it had at an earlier revision. That"
                            + " is a change like any other: it has a revision of its"
                            + " own, and can be rolled back itself.",
                    List.of("", GatewayAccess.KEY_NOTE),
                    List.of(
                            "signalbox team history eu-team",
                            "signalbox team rollback eu-team --to 17"),
                    GatewayAccess.exits("the team has those aliases now"));

    private static final String TO = "--to";

    private final GatewayAccess access;

    public TeamRollbackCommand(Surroundings surroundings) {
        this.access = new GatewayAccess(surroundings);
    }

    @Override
    public String name() {
        return "team rollback";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addPositional(Guide.word("TEAM", "the team's id"));
        spec.addOption(Guide.needed(TO, "REVISION", "a revision of `signalbox team history`"));
        GatewayAccess.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        String to = GatewayAccess.said(said, TO, "");
        if (!to.matches("[0-9]{1,18}")) {
            throw new CommandFailed(Exit.USAGE, TO + " is a revision, not '" + to + "'");
        }
        String team = GatewayAccess.word(said);
        JsonBody body = new JsonBody().with("team_id", team).with("revision", Long.parseLong(to));
        String answer = access.ask(said, gateway -> gateway.post("/team/aliases/rollback", body));
        JsonView view = JsonView.of(answer);
        if (said.hasMatchedOption(GatewayAccess.JSON)) {
            access.print(answer);
        } else {
            JsonView aliases = view.at("data").at("model_aliases");
            access.print("team " + team + " has the aliases of revision " + to + " again");
            aliases.names().forEach(name -> access.print("  " + name + " -> " + aliases.at(name)));
        }
        return Exit.DONE;
    }
}
