package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.http.remote.JsonView;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks whether the history of changes is whole. */
public final class AuditVerifyCommand implements Command {

    private static final Guide GUIDE =
            new Guide(
                    "verify",
                    "Looks at every row of the history of changes: each is chained to"
                            + " the one before, so a row that was edited or removed"
                            + " shows.",
                    List.of(
                            "Whoever may write the whole table could also write it"
                                    + " anew, chain and all. So note the head that is"
                                    + " printed somewhere else, and say it the next"
                                    + " time with --head: then that shows, too, and so"
                                    + " do rows cut off at the end.",
                            "",
                            GatewayAccess.KEY_NOTE),
                    List.of(
                            "signalbox audit verify",
                            "signalbox audit verify --head 1207:5f0c...e2"),
                    GatewayAccess.exits(
                            "every row is as it was written",
                            "a row was changed or removed; the first one is named"));

    private static final String HEAD = "--head";
    private static final Pattern NOTED = Pattern.compile("(\\d{1,18}):([0-9a-fA-F]{8,128})");

    private final GatewayAccess access;

    public AuditVerifyCommand(Surroundings surroundings) {
        this.access = new GatewayAccess(surroundings);
    }

    @Override
    public String name() {
        return "audit verify";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(Guide.value(HEAD, "SERIAL:HASH", "the head that you noted earlier"));
        GatewayAccess.addTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        String noted = GatewayAccess.said(said, HEAD, "");
        Map<String, String> question = noted.isEmpty() ? Map.of() : question(noted);
        String answer = access.ask(said, gateway -> gateway.get("/audit/verify", question));
        JsonView view = JsonView.of(answer);
        if (view.at("verified").isEmpty()) {
            throw new CommandFailed(
                    Exit.REFUSED, "what answered is no gateway: it says neither yes nor no");
        }
        String finding = finding(view, question);
        if (said.hasMatchedOption(GatewayAccess.JSON)) {
            access.print(answer);
        } else if (finding.isEmpty()) {
            access.print("verified: " + view.at("rows") + " rows, head " + head(view));
        } else {
            access.print("NOT verified: " + finding);
        }
        return finding.isEmpty() ? Exit.DONE : Exit.FINDING;
    }

    private static Map<String, String> question(String noted) {
        Matcher head = NOTED.matcher(noted);
        if (!head.matches()) {
            throw new CommandFailed(
                    Exit.USAGE,
                    HEAD + " is what was printed as the head, SERIAL:HASH, not '" + noted + "'");
        }
        return Map.of("serial", head.group(1), "hash", head.group(2));
    }

    /** What is wrong; empty if nothing is. */
    private static String finding(JsonView view, Map<String, String> noted) {
        JsonView bad = view.at("first_bad");
        if (!bad.isEmpty()) {
            return "row " + bad.at("serial") + ": " + bad.at("why");
        }
        if (!view.at("verified").isTrue()) {
            return "the gateway does not say why";
        }
        String serial = noted.getOrDefault("serial", "");
        if (serial.isEmpty()) {
            return "";
        }
        long last = view.at("head").at("serial").number(0);
        long expected = Long.parseLong(serial);
        if (last < expected) {
            return "the chain ends at row " + last + ", before the head that was noted, " + serial;
        }
        boolean same =
                view.at("head").at("hash").text().equalsIgnoreCase(noted.getOrDefault("hash", ""));
        return last == expected && !same
                ? "row " + serial + " is not the one that was noted: its hash is another"
                : "";
    }

    private static String head(JsonView view) {
        return view.at("head").at("serial") + ":" + view.at("head").at("hash");
    }
}
