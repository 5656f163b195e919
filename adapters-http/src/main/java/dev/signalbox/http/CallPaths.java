package dev.signalbox.http;

import dev.signalbox.application.driven.Upstream.Deed;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.openai.InferenceRoutes;
import dev.signalbox.http.openai.ModelRoutes;
import dev.signalbox.http.openai.ResponseRoutes;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import java.util.ArrayList;
import java.util.List;

/** Every path on which models are asked, and what was made is looked at: OpenAI's and Azure's. */
final class CallPaths {

    private CallPaths() {}

    static List<Service> to(Doors doors, HttpSettings settings) {
        List<Service> all = new ArrayList<>();
        addInference(
                all,
                new InferenceRoutes(
                        doors.relay(), settings.maxBodyBytes(), settings.budgetStatus()));
        addResponses(all, new ResponseRoutes(doors.follow(), settings.budgetStatus()));
        addModels(all, new ModelRoutes(doors.models()));
        return all;
    }

    private static void addInference(List<Service> all, InferenceRoutes inference) {
        for (Endpoint endpoint : Endpoint.values()) {
            Route route = inference.calls(endpoint);
            String summary = "Asks a model: " + endpoint.path();
            for (String prefix :
                    List.of(
                            "/v1/",
                            "/",
                            "/openai/v1/",
                            "/openai/deployments/{model}/",
                            "/engines/{model}/")) {
                all.add(Side.CALLS.post(prefix + endpoint.path(), Policy.CALLER, summary, route));
            }
        }
        // Azure's own form: no deployment stands before it.
        Endpoint responses = Endpoint.RESPONSES;
        all.add(
                Side.CALLS.post(
                        "/openai/" + responses.path(),
                        Policy.CALLER,
                        "Asks a model: " + responses.path(),
                        inference.calls(responses)));
    }

    private static void addResponses(List<Service> all, ResponseRoutes responses) {
        Policy caller = Policy.CALLER;
        Side calls = Side.CALLS;
        for (String path :
                List.of(
                        "/v1/responses",
                        "/responses",
                        "/openai/v1/responses",
                        "/openai/responses")) {
            String one = path + "/{id}";
            // The longer ones first: an id may be followed by something.
            all.add(
                    calls.get(
                            one + "/input_items",
                            caller,
                            "Lists what a response was asked",
                            responses.doing(Deed.LIST_INPUT)));
            all.add(
                    calls.post(
                            one + "/cancel",
                            caller,
                            "Stops a response that is made in the background",
                            responses.doing(Deed.CANCEL)));
            all.add(calls.get(one, caller, "Shows a response", responses.doing(Deed.LOOK)));
            all.add(calls.delete(one, caller, "Deletes a response", responses.doing(Deed.DELETE)));
        }
    }

    private static void addModels(List<Service> all, ModelRoutes models) {
        String list = "Lists what the key may ask for";
        String look = "Shows one model that the key may ask for";
        for (String path :
                List.of("/v1/models", "/models", "/openai/v1/models", "/openai/models")) {
            all.add(Side.CALLS.get(path, Policy.CALLER, list, models::list));
            all.add(Side.CALLS.get(path + "/{model}", Policy.CALLER, look, models::look));
        }
    }
}
