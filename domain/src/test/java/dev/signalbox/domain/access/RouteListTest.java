package dev.signalbox.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.Endpoint;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class RouteListTest {

    @ParameterizedTest(name = "[{0}]: {1} is {2}")
    @CsvSource({
        "'',                                      chat/completions, true",
        "llm_api_routes,                          chat/completions, true",
        "openai_routes,                           embeddings,       true",
        "/chat/completions,                       chat/completions, true",
        "/v1/chat/completions,                    chat/completions, true",
        "/v1/chat/completions,                    completions,      false",
        "/v1/completions,                         chat/completions, false",
        "/v1/*,                                   chat/completions, true",
        "/openai/deployments/*,                   embeddings,       true",
        "*,                                       embeddings,       true",
        "/key/*,                                  chat/completions, false",
        "info_routes management_routes,           chat/completions, false",
        "/v1/embedding,                           embeddings,       false",
    })
    void aListSaysWhichCallsAKeyIsFor(String entries, String call, boolean allowed) {
        Endpoint endpoint =
                List.of(Endpoint.values()).stream()
                        .filter(it -> it.path().equals(call))
                        .findFirst()
                        .orElseThrow();
        assertThat(list(entries).allows(endpoint)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "[{0}]: {1} is {2}")
    @CsvSource({
        "'',                /key/generate,      true",
        "management_routes, /key/generate,      true",
        "management_routes, /v2/team/list,      true",
        "management_routes, /v1/models,         false",
        "management_routes, /keys,              false",
        "info_routes,       /key/info,          true",
        "info_routes,       /team/list,         true",
        "info_routes,       /v1/models,         true",
        "info_routes,       /key/generate,      false",
        "llm_api_routes,    /v1/models,         true",
        "llm_api_routes,    /v1/models/gpt-4,   true",
        "llm_api_routes,    /key/info,          false",
        "/team/*,           /team/new,          true",
        "/team/*,           /teams,             false",
        "/team/new,         /team/new/,         false",
        "/team/new,         /team/new,          true",
        "/team,             /team/new,          false",
    })
    void aListSaysWhichPathsAKeyIsFor(String entries, String path, boolean allowed) {
        assertThat(list(entries).allows(path)).isEqualTo(allowed);
    }

    private static RouteList list(String entries) {
        return new RouteList(entries.isEmpty() ? List.of() : List.of(entries.split(" ")));
    }
}
