package dev.signalbox.bootstrap;

import dev.signalbox.bootstrap.command.CommandTree;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.command.database.CopyCommand;
import dev.signalbox.bootstrap.command.database.ExportCommand;
import dev.signalbox.bootstrap.command.database.ImportCommand;
import dev.signalbox.bootstrap.command.remote.AuditLogCommand;
import dev.signalbox.bootstrap.command.remote.AuditVerifyCommand;
import dev.signalbox.bootstrap.command.remote.ExplainCommand;
import dev.signalbox.bootstrap.command.remote.TeamHistoryCommand;
import dev.signalbox.bootstrap.command.remote.TeamRollbackCommand;
import dev.signalbox.bootstrap.command.spend.CompareInvoiceCommand;
import dev.signalbox.bootstrap.command.spend.ReRateCommand;

import java.util.List;
import java.util.Map;

/** Every command that does one thing and ends; {@code bin/signalbox} knows their first words. */
final class AllCommands {

    private AllCommands() {}

    static CommandTree in(Surroundings surroundings) {
        return new CommandTree(
                Map.of(
                        "spend", "What was spent: corrected, and compared with invoices.",
                        "audit", "What was changed, by whom, and whether that record is whole.",
                        "team", "The aliases of one team over time.",
                        "database", "Move everything that is stored: back up, restore, move away."),
                List.of(
                        new ExplainCommand(surroundings),
                        new AuditVerifyCommand(surroundings),
                        new AuditLogCommand(surroundings),
                        new TeamHistoryCommand(surroundings),
                        new TeamRollbackCommand(surroundings),
                        new ReRateCommand(surroundings),
                        new CompareInvoiceCommand(surroundings),
                        new ExportCommand(surroundings),
                        new ImportCommand(surroundings),
                        new CopyCommand(surroundings)));
    }
}
