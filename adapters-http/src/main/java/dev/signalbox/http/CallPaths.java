package dev.signalbox.http;

import dev.signalbox.application.call.response.Deed;
import dev.signalbox.domain.catalog.Endpoint;
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

    private static final Side CALLS = Side.CALLS;
    private static final Policy CALLER = Policy.CALLER;
    private static final List<String> PREFIXES =
            List.of(
                    "/v1/",
                    "/",
                    "/openai/v1/",
                    "/openai/deployments/{model}/",
                    "/engines/{model}/");

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
            for (String prefix : PREFIXES) {
                all.add(asking(prefix, endpoint, inference));
            }
        }
        // Azure's own form: no deployment stands before it.
        all.add(asking("/openai/", Endpoint.RESPONSES, inference));
    }

    private static Service asking(String prefix, Endpoint endpoint, InferenceRoutes inference) {
        return CALLS.post(
                prefix + endpoint.path(),
                CALLER,
                "Asks a model: " + endpoint.path(),
                inference.calls(endpoint));
    }

    private static void addResponses(List<Service> all, ResponseRoutes responses) {
        for (String path :
                List.of(
                        "/v1/responses",
                        "/responses",
                        "/openai/v1/responses",
                        "/openai/responses")) {
            addResponses(all, path + "/{id}", responses);
        }
    }

    private static void addResponses(List<Service> all, String one, ResponseRoutes responses) {
        // The longer ones first: an id may be followed by something.
        all.add(
                CALLS.get(
                        one + "/input_items",
                        CALLER,
                        "Lists what a response was asked",
                        responses.doing(Deed.LIST_INPUT)));
        all.add(
                CALLS.post(
                        one + "/cancel",
                        CALLER,
                        "Stops a response that is made in the background",
                        responses.doing(Deed.CANCEL)));
        all.add(CALLS.get(one, CALLER, "Shows a response", responses.doing(Deed.LOOK)));
        all.add(CALLS.delete(one, CALLER, "Deletes a response", responses.doing(Deed.DELETE)));
    }

    private static void addModels(List<Service> all, ModelRoutes models) {
        String list = "Lists what the key may ask for";
        String look = "Shows one model that the key may ask for";
        for (String path :
                List.of("/v1/models", "/models", "/openai/v1/models", "/openai/models")) {
            all.add(CALLS.get(path, CALLER, list, models::list));
            all.add(CALLS.get(path + "/{model}", CALLER, look, models::look));
        }
    }
}
