package dev.signalbox.http;

import dev.signalbox.application.driving.admin.spend.ManageBudgets;
import dev.signalbox.http.admin.Desk;
import dev.signalbox.http.admin.budget.CustomerRoutes;
import dev.signalbox.http.admin.budget.TagRoutes;
import dev.signalbox.http.admin.budget.TermsRoutes;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import java.util.ArrayList;
import java.util.List;

/** Every path on which budgets are looked after that belong to no key, team or user. */
final class BudgetPaths {

    private static final Side SIDE = Side.ADMINISTRATION;
    private static final Policy ADMIN = Policy.ADMINISTRATOR;
    private static final Policy READER = Policy.READER;

    private BudgetPaths() {}

    static List<Service> to(ManageBudgets budgets, Desk desk) {
        List<Service> all = new ArrayList<>();
        addTerms(all, new TermsRoutes(budgets, desk));
        CustomerRoutes customers = new CustomerRoutes(budgets, desk);
        addCustomers(all, "/customer", customers);
        addCustomers(all, "/end_user", customers);
        addTags(all, new TagRoutes(budgets, desk));
        return all;
    }

    private static void addTerms(List<Service> all, TermsRoutes terms) {
        all.add(SIDE.post("/budget/new", ADMIN, "Makes a budget to be shared", terms::create));
        all.add(SIDE.post("/budget/update", ADMIN, "Changes a shared budget", terms::update));
        all.add(SIDE.post("/budget/delete", ADMIN, "Deletes a shared budget", terms::delete));
        all.add(SIDE.post("/budget/info", READER, "Shows shared budgets", terms::look));
        all.add(SIDE.get("/budget/list", READER, "Lists shared budgets", terms::list));
    }

    private static void addCustomers(List<Service> all, String at, CustomerRoutes customers) {
        all.add(SIDE.post(at + "/new", ADMIN, "Bounds a customer", customers::create));
        all.add(SIDE.post(at + "/update", ADMIN, "Changes a customer", customers::update));
        all.add(SIDE.post(at + "/delete", ADMIN, "Forgets customers", customers::delete));
        all.add(SIDE.post(at + "/block", ADMIN, "Blocks customers", customers::block));
        all.add(SIDE.post(at + "/unblock", ADMIN, "Lets customers in", customers::unblock));
        all.add(SIDE.get(at + "/info", READER, "Shows a customer", customers::look));
        all.add(SIDE.get(at + "/list", READER, "Lists customers", customers::list));
    }

    private static void addTags(List<Service> all, TagRoutes tags) {
        all.add(SIDE.post("/tag/new", ADMIN, "Bounds a tag", tags::create));
        all.add(SIDE.post("/tag/update", ADMIN, "Changes a tag", tags::update));
        all.add(SIDE.post("/tag/delete", ADMIN, "Forgets a tag", tags::delete));
        all.add(SIDE.post("/tag/info", READER, "Shows tags", tags::look));
        all.add(SIDE.get("/tag/list", READER, "Lists tags", tags::list));
    }
}
