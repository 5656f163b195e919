package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonView;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows who changed what, and when. */
public final class AuditLogCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "log",
                    "Shows who changed what, and when; the newest first.",
                    List.of("", GatewayAccess.KEY_NOTE),
                    List.of("signalbox audit log --team eu-team --limit 50"),
                    GatewayAccess.exits("the rows were printed"));

    private static final String TEAM = "--team";
    private static final String LIMIT = "--limit";
    private static final String USUAL_LIMIT = "20";

    private final GatewayAccess access;

    public AuditLogCommand(Surroundings surroundings) {
        this.access = new GatewayAccess(surroundings);
    }

    @Override
    public String name() {
        return "audit log";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(Guide.value(TEAM, "ID", "only what concerns this team"));
        spec.addOption(
                Guide.value(LIMIT, "N", "how many rows at most; " + USUAL_LIMIT + " if not said"));
        GatewayAccess.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        Map<String, String> question = new HashMap<>();
        question.put("limit", limit(GatewayAccess.said(said, LIMIT, USUAL_LIMIT)));
        String team = GatewayAccess.said(said, TEAM, "");
        if (!team.isEmpty()) {
            question.put("team_id", team);
        }
        String answer = access.ask(said, gateway -> gateway.get("/audit/log", question));
        if (said.hasMatchedOption(GatewayAccess.JSON)) {
            access.print(answer);
        } else {
            new PastChanges(JsonView.of(answer)).lines().forEach(access::print);
        }
        return Exit.DONE;
    }

    private static String limit(String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new CommandFailed(Exit.USAGE, LIMIT + " is a number of rows, not '" + text + "'");
        }
        return text;
    }
}
