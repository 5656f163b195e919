package dev.signalbox.http;

import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.application.driving.ListModels;
import dev.signalbox.application.driving.ManageKeys;
import dev.signalbox.application.driving.ManageTeams;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.application.driving.ReportHealth;

/** All that the server may ask of what lies behind it. */
public record Doors(
        RelayCall relay,
        IdentifyCaller callers,
        ListModels models,
        ManageTeams teams,
        ManageKeys keys,
        ReportHealth health) {}
