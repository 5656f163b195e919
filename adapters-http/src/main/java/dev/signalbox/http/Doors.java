package dev.signalbox.http;

import dev.signalbox.application.driving.ExplainRoute;
import dev.signalbox.application.driving.FollowResponse;
import dev.signalbox.application.driving.IdentifyCaller;
import dev.signalbox.application.driving.ListModels;
import dev.signalbox.application.driving.RelayCall;
import dev.signalbox.application.driving.ReportHealth;
import dev.signalbox.http.observe.RoutingMetrics;

import java.util.function.LongSupplier;

/**
 * All that the server may ask of what lies behind it.
 *
 * @param revision the present one of all that is decided by
 * @param metrics counts what becomes of calls
 */
public record Doors(
        RelayCall relay,
        FollowResponse follow,
        IdentifyCaller callers,
        ListModels models,
        ExplainRoute explain,
        Administration administration,
        ReportHealth health,
        LongSupplier revision,
        RoutingMetrics metrics) {}
