package dev.signalbox.bootstrap.command.spend;

import dev.signalbox.bootstrap.command.Command;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Guide;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.command.remote.Columns;
import dev.signalbox.bootstrap.command.remote.GatewayAccess;
import dev.signalbox.bootstrap.command.spend.Rerating.DryRun;
import dev.signalbox.bootstrap.command.spend.Rerating.Period;
import dev.signalbox.bootstrap.process.Exit;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prices a time anew: first as a dry run, then for good. */
public final class ReRateCommand implements Command {

    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String MODEL = "--model";
    private static final String APPLY = "--apply";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Guide GUIDE =
            new Guide(
                    "re-rate",
                    "Prices what was called in the past anew, by the prices that the"
                            + " gateway knows now. Without --apply nothing changes: it"
                            + " says what was charged, what the same calls cost by the"
                            + " present prices, and what cannot be priced.",
                    List.of(
                            "So correct a wrong price first (model_info.prices with a"
                                    + " valid_from, or the price_file), restart the"
                                    + " gateway, look at the dry run, and apply it.",
                            "With --apply each row that costs something else gets one"
                                    + " correction, and sums and budgets follow. It may"
                                    + " be broken off and said again: nothing is"
                                    + " charged twice. It changes exactly what the dry"
                                    + " run showed, or nothing.",
                            "A viewer (proxy_admin_viewer) may make dry runs; applying"
                                    + " is for administrators.",
                            "",
                            GatewayAccess.KEY_NOTE),
                    List.of(
                            "signalbox spend re-rate --from 2026-11-01 --to 2026-11-30",
                            "signalbox spend re-rate --from 2026-11-01 --to 2026-11-30"
                                    + " --apply 3f2a9c1b77e0"),
                    exits());

    private final Surroundings surroundings;
    private final GatewayAccess access;

    public ReRateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.access = new GatewayAccess(surroundings, PATIENCE);
    }

    @Override
    public String name() {
        return "spend re-rate";
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = GUIDE.spec();
        spec.addOption(
                Guide.needed(
                        FROM, "DAY", "the first day, or moment (2026-11-01T12:00:00Z), of UTC"));
        spec.addOption(Guide.needed(TO, "DAY", "the last one; it must be over"));
        spec.addOption(
                Guide.value(
                        MODEL, "NAME", "only this group, or this model as deployments know it"));
        spec.addOption(Guide.value(APPLY, "ID", "charge what the dry run of that id has shown"));
        GatewayAccess.addAddressTo(spec);
        return spec;
    }

    @Override
    public Exit run(ParseResult said) {
        Period period =
                new Period(
                        GatewayAccess.said(said, FROM, ""),
                        GatewayAccess.said(said, TO, ""),
                        GatewayAccess.said(said, MODEL, ""));
        String wanted = GatewayAccess.said(said, APPLY, "");
        return access.with(
                said,
                gateway -> {
                    Rerating rerating =
                            new Rerating(gateway, period, new Paced(surroundings.console()));
                    DryRun shown = rerating.look();
                    if (wanted.isEmpty()) {
                        show(shown, period);
                    } else {
                        apply(rerating, shown, wanted);
                    }
                    return Exit.DONE;
                });
    }

    private void show(DryRun shown, Period period) {
        shown.tally().totals().lines().forEach(access::print);
        Columns leftAlone = shown.tally().leftAlone();
        if (!leftAlone.isEmpty()) {
            access.print("");
            access.print("These keep what was charged:");
            leftAlone.lines().forEach(access::print);
        }
        access.print("");
        if (shown.tally().estimated() > 0) {
            access.print(
                    "Of the rows that change, "
                            + shown.tally().estimated()
                            + " are estimated: the upstream did not say how many tokens it took.");
        }
        if (shown.lost() > 0) {
            access.print(
                    shown.lost()
                            + " rows of these days are not in the ledger any more, and keep what"
                            + " was charged.");
        }
        access.print("Nothing was changed. This dry run is " + shown.id() + ".");
        if (shown.tally().changed() > 0) {
            access.print(
                    "To charge it: signalbox "
                            + name()
                            + " "
                            + period.words()
                            + " "
                            + APPLY
                            + " "
                            + shown.id());
        }
    }

    private void apply(Rerating rerating, DryRun shown, String wanted) {
        if (!shown.id().equals(wanted)) {
            throw new CommandFailed(
                    Exit.FINDING,
                    "nothing was written: prices or rows have changed since the dry run "
                            + wanted
                            + ". Look at the dry run of now, by the same command without "
                            + APPLY);
        }
        long written = rerating.apply(shown).written();
        access.print("rows looked at                   " + shown.tally().rows());
        access.print("rows of corrections written      " + written);
        if (written == 0) {
            access.print("everything is charged as the dry run showed already");
        }
    }

    private static Map<Exit, String> exits() {
        Map<Exit, String> exits =
                new EnumMap<>(
                        GatewayAccess.exits(
                                "the dry run was printed, or everything is charged as it showed",
                                "prices or rows have changed since the dry run; nothing was"
                                        + " written"));
        exits.put(
                Exit.GATEWAY,
                "the gateway cannot be reached, or a page takes longer than "
                        + PATIENCE.toSeconds()
                        + " seconds; say it again");
        return exits;
    }
}
