package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.http.surface.Service;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document: the routes as they are served, and the glosses on what they mean. */
final class ApiDocument {

    private static final String DESCRIPTION = "description";

    private ApiDocument() {}

    /**
     * Writes it.
     *
     * @param services everything that is served
     * @param version ours, as shown to callers
     */
    static ObjectNode of(List<Service> services, String version) {
        Glosses glosses = new Glosses();
        Schemas schemas = new Schemas(glosses);
        Operations operations = new Operations(glosses, schemas);
        ObjectNode document = Glosses.object().put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Signalbox");
        info.put("version", version);
        info.put("summary", glosses.general("summary").asText());
        info.put(DESCRIPTION, glosses.general("about").asText());
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/");
        document.set("tags", glosses.general("tags"));
        ObjectNode paths = document.putObject("paths");
        for (Service service : services) {
            paths.withObjectProperty(service.path())
                    .set(service.method().toLowerCase(Locale.ROOT), operations.describe(service));
        }
        document.set("components", components(glosses, schemas));
        return document;
    }

    private static ObjectNode components(Glosses glosses, Schemas schemas) {
        ObjectNode components = Glosses.object();
        components.set("securitySchemes", glosses.general("securitySchemes"));
        components.set("headers", glosses.general("headers"));
        ObjectNode responses = components.putObject("responses");
        for (Map.Entry<String, JsonNode> error : glosses.general("errors").properties()) {
            ObjectNode response = responses.putObject("Error" + error.getKey());
            response.put(DESCRIPTION, error.getValue().textValue());
            response.putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Error");
        }
        components.set("schemas", schemas.named());
        return components;
    }
}
