package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.http.ApiDescription.Operation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document says what the routes are. Where a test here fails, {@code operations.json}, {@code
 * fields.json} or {@code schemas.json} beside {@code http.openapi} lacks the entry that it names.
 */
class ApiDocumentTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final ApiDescription API = ApiDescription.of(HOUSE);
    private static final SchemaCheck CHECK = new SchemaCheck(API);

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Set<String> served = new TreeSet<>();
        ApiDescription.tree(HOUSE.get("/routes").body())
                .get("routes")
                .forEach(
                        route ->
                                route.get("methods")
                                        .forEach(
                                                method ->
                                                        served.add(
                                                                method.asText()
                                                                        + " "
                                                                        + route.get("path")
                                                                                .asText())));
        Set<String> described = new TreeSet<>();
        API.operations.forEach(operation -> described.add(operation.name()));
        assertThat(described).isEqualTo(served).isNotEmpty();
    }

    @Test
    void everyRouteHasBeenWrittenAbout() {
        Set<String> tags = new HashSet<>();
        API.document.get("tags").forEach(tag -> tags.add(tag.get("name").asText()));
        for (Operation operation : API.operations) {
            assertThat(operation.says().get("summary").asText()).as(operation.name()).isNotBlank();
            assertThat(tags)
                    .as(operation.name() + " has no entry in operations.json")
                    .contains(operation.says().at("/tags/0").asText());
            assertThat(operation.says().at("/responses/200/description").asText())
                    .as(operation.name() + ": the answer is not described")
                    .isNotIn("", "Done.", "What was asked for.");
        }
    }

    @Test
    void whoMayAskIsSaidAsThePolicySaysIt() {
        for (Operation operation : API.operations) {
            boolean open = operation.says().get("x-signalbox-policy").asText().equals("public");
            assertThat(operation.isPublic()).as(operation.name()).isEqualTo(open);
            String path = operation.pathWith("none");
            HttpRequest stranger =
                    HttpRequest.newBuilder(HOUSE.uri(path))
                            .method(operation.method(), HttpRequest.BodyPublishers.noBody())
                            .build();
            int status = HOUSE.send(stranger).statusCode();
            assertThat(status == 401).as(operation.name()).isNotEqualTo(open);
        }
    }

    @Test
    void everyFieldAndParameterHasATypeAndAMeaning() {
        List<String> bare = new ArrayList<>();
        for (Operation operation : API.operations) {
            operation
                    .bodySchema()
                    .path("properties")
                    .properties()
                    .forEach(field -> note(operation.name(), field, bare));
            for (JsonNode parameter : operation.says().path("parameters")) {
                if (parameter.path("description").asText().isEmpty()
                        || isTypeless(parameter.get("schema"))) {
                    bare.add(operation.name() + " ?" + parameter.get("name").asText());
                }
            }
        }
        API.document
                .at("/components/schemas")
                .properties()
                .forEach(
                        schema ->
                                schema.getValue()
                                        .get("properties")
                                        .properties()
                                        .forEach(field -> note(schema.getKey(), field, bare)));
        bare.removeIf(each -> each.endsWith(" innererror"));
        assertThat(bare).as("write a line for each into fields.json").isEmpty();
    }

    private static void note(String owner, Map.Entry<String, JsonNode> field, List<String> bare) {
        if (field.getValue().path("description").asText().isEmpty()
                || isTypeless(field.getValue())) {
            bare.add(owner + " " + field.getKey());
        }
    }

    private static boolean isTypeless(JsonNode schema) {
        return !schema.has("type") && !schema.has("$ref") && !schema.has("anyOf");
    }

    @Test
    void aFormTakesTheFieldsThatAreDescribedAndNoOthers() {
        Set<String> all = new TreeSet<>();
        List<Operation> forms = API.operations.stream().filter(Operation::takesForm).toList();
        forms.forEach(
                form ->
                        form.bodySchema()
                                .get("properties")
                                .fieldNames()
                                .forEachRemaining(all::add));
        assertThat(forms).hasSizeGreaterThan(20);
        assertThat(all).hasSizeGreaterThan(70);
        List<String> lies = new ArrayList<>();
        for (Operation form : forms) {
            for (String field : all) {
                boolean taken = isTaken(form, field);
                if (taken != form.bodySchema().get("properties").has(field)) {
                    lies.add(form.name() + (taken ? " takes " : " does not take ") + field);
                }
            }
        }
        assertThat(lies).as("mend http.openapi.Forms").isEmpty();
    }

    private static boolean isTaken(Operation form, String field) {
        String body = "{\"" + field + "\": null}";
        HttpResponse<String> answer = ask(form, form.pathWith("sk-none"), body);
        return answer.statusCode() != 400
                || !answer.body().contains("field")
                || !ApiDescription.tree(answer.body()).at("/error/param").asText().equals(field);
    }

    private static HttpResponse<String> ask(Operation operation, String path, String body) {
        return HOUSE.send(
                HOUSE.request(path)
                        .method(operation.method(), HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void everyBodyOfAFormIsARouteThatTakesOne() {
        for (Operation operation : API.operations) {
            if (operation.takesForm() || operation.isPublic() || operation.method().equals("GET")) {
                continue;
            }
            HttpResponse<String> answer =
                    ask(operation, operation.pathWith("none"), "{\"no_such_field\": 1}");
            assertThat(answer.body())
                    .as(operation.name() + " takes a form that http.openapi.Forms does not know")
                    .doesNotContain("Unknown field");
        }
    }

    @Test
    void itIsAnOpenApiDocument() {
        JsonNode document = API.document;
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "openapi", "info", "servers", "tags", "paths", "components");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isEqualTo("1.2.3");
        Set<String> names = new HashSet<>();
        for (Operation operation : API.operations) {
            JsonNode says = operation.says();
            assertThat(operation.path()).startsWith("/");
            assertThat(names.add(says.get("operationId").asText())).as(operation.name()).isTrue();
            assertThat(variables(says)).as(operation.name()).isEqualTo(open(operation.path()));
            says.get("responses")
                    .forEach(
                            response ->
                                    assertThat(API.resolved(response).get("description").asText())
                                            .as(operation.name())
                                            .isNotBlank());
            says.get("security")
                    .forEach(
                            way ->
                                    assertThat(document.at("/components/securitySchemes"))
                                            .contains(
                                                    document.at(
                                                            "/components/securitySchemes/"
                                                                    + way.fieldNames().next())));
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsReferredTo() {
        List<String> references = document("$ref");
        references.forEach(
                reference ->
                        assertThat(API.document.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
        List<String> unused = new ArrayList<>();
        API.document
                .at("/components/schemas")
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!references.contains("#/components/schemas/" + name)) {
                                unused.add(name);
                            }
                        });
        assertThat(unused).as("schemas that nothing is; mark them as `base`").isEmpty();
    }

    private static List<String> document(String member) {
        return API.document.findValuesAsText(member);
    }

    private static Set<String> variables(JsonNode says) {
        Set<String> names = new HashSet<>();
        for (JsonNode parameter : says.path("parameters")) {
            assertThat(parameter.get("in").asText()).isIn("path", "query", "header");
            if (parameter.get("in").asText().equals("path")) {
                assertThat(parameter.get("required").asBoolean()).isTrue();
                names.add(parameter.get("name").asText());
            }
        }
        return names;
    }

    private static Set<String> open(String path) {
        Set<String> names = new HashSet<>();
        Matcher braces = Pattern.compile("\\{([^}]*)}").matcher(path);
        while (braces.find()) {
            names.add(braces.group(1));
        }
        return names;
    }

    @Test
    void examplesAndDefaultsAreWhatTheySayTheyAre() {
        List<String> flaws = new ArrayList<>();
        for (Operation operation : API.operations) {
            JsonNode schema = operation.bodySchema();
            JsonNode example =
                    operation.says().at("/requestBody/content/application~1json/example");
            if (!example.isMissingNode()) {
                flaws.addAll(CHECK.flaws(schema, example, operation.name()));
            }
            for (JsonNode field : schema.path("properties")) {
                if (field.has("default")) {
                    flaws.addAll(CHECK.flaws(field, field.get("default"), operation.name()));
                }
            }
            assertThat(operation.says().at("/x-codeSamples/0/source").asText())
                    .as(operation.name())
                    .startsWith("curl -s ")
                    .doesNotContain("{model}", "{key}");
        }
        assertThat(flaws).isEmpty();
    }

    @Test
    void thePageRunsItsOwnScriptAndNothingElse() throws Exception {
        HttpResponse<String> page = HOUSE.send(HttpRequest.newBuilder(HOUSE.uri("/docs")).build());
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        String policy = page.headers().firstValue("content-security-policy").orElseThrow();
        String html = page.body();
        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains("script-src " + hash(between(html, "<script>", "</script>")))
                .contains("style-src " + hash(between(html, "<style>", "</style>")))
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(html.toLowerCase(Locale.ROOT))
                .doesNotContain("http://", "https://", "onclick=", "style=\"", "src=", "innerhtml");
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }

    private static String hash(String text) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }
}
