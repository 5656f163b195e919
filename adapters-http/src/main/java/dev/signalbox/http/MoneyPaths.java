package dev.signalbox.http;

import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.spend.CalculateRoutes;
import dev.signalbox.http.admin.spend.LogRoutes;
import dev.signalbox.http.admin.spend.SumRoutes;
import dev.signalbox.http.admin.spend.correction.RerateRoutes;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import java.util.List;

/** Every path on which somebody asks about money. */
final class MoneyPaths {

    private static final Side ADMIN = Side.ADMINISTRATION;

    private MoneyPaths() {}

    static List<Service> to(Administration.Money money, Desk desk) {
        LogRoutes logs = new LogRoutes(money.spend(), desk);
        SumRoutes sums = new SumRoutes(money.spend(), desk);
        CalculateRoutes calculate = new CalculateRoutes(money.costs(), desk);
        RerateRoutes rerate = new RerateRoutes(money.corrections(), desk);
        Policy caller = Policy.CALLER;
        String byPages = "Lists calls and what they cost, by pages";
        return List.of(
                ADMIN.get("/spend/logs", caller, "Lists calls, or what days cost", logs::logs),
                ADMIN.get("/spend/logs/v2", caller, byPages, logs::page),
                ADMIN.get("/spend/logs/ui", caller, byPages, logs::page),
                ADMIN.get("/spend/keys", caller, "What keys have spent", sums::keys),
                ADMIN.get("/spend/users", caller, "What users have spent", sums::users),
                ADMIN.get("/spend/tags", caller, "What went to tags", sums::tags),
                ADMIN.get("/global/spend", Policy.READER, "What was spent", sums::all),
                ADMIN.get("/global/spend/report", caller, "Who spent what", sums::report),
                ADMIN.get("/team/daily/activity", caller, "What teams did each day", sums::ofTeams),
                ADMIN.get("/user/daily/activity", caller, "What users did each day", sums::ofUsers),
                ADMIN.post(
                        "/spend/calculate",
                        caller,
                        "What a call would cost, or did",
                        calculate::calculate),
                ADMIN.post(
                        "/spend/rerate",
                        Policy.READER,
                        "What the past would cost by the prices of now",
                        rerate::preview),
                ADMIN.post(
                        "/spend/rerate/apply",
                        Policy.ADMINISTRATOR,
                        "Corrects what was charged by a wrong price",
                        rerate::apply));
    }
}
