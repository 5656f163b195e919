package dev.signalbox.bootstrap.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.ModelWorkshop.Drawing;
import dev.signalbox.application.driven.ModelWorkshop.Drawing.Fit;
import dev.signalbox.application.driven.ModelWorkshop.Opening;
import dev.signalbox.application.driven.ModelWorkshop.Opening.Ready;
import dev.signalbox.application.driven.ModelWorkshop.Sketch;
import dev.signalbox.application.driven.ModelWorkshop.Unfit;
import dev.signalbox.application.relay.WildcardUpstream;
import dev.signalbox.bootstrap.config.GatewayConfig.Storing;
import dev.signalbox.bootstrap.config.GatewayConfig.Usual;
import dev.signalbox.bootstrap.config.Providers;
import dev.signalbox.bootstrap.config.WordProvider;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.PriceBook;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.stored.StoredModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class ConfigWorkshopTest {

    private static final Deployment.Id ID = new Deployment.Id("one");
    private static final String DATABASE = "postgresql://user:long-password@host/db";
    private static final String PARAMS =
            "{\"model\":\"azure/chat\",\"api_base\":\"https://eu.example\",\"api_key\":\"top-secret\","
                    + "\"temperature\":0.50,\"weight\":3}";

    private final WordProvider azure = new WordProvider("azure");
    private final ConfigWorkshop workshop = workshop(List.of("present secret"));

    private ConfigWorkshop workshop(List<String> secrets) {
        Environment environment =
                new Environment(
                        Map.of(
                                "AZURE_API_KEY",
                                "from-the-environment",
                                "AZURE_AD_TOKEN",
                                "oidc/file//var/token",
                                "LITELLM_MASTER_KEY",
                                "sk-master",
                                "PROXY_MASTER",
                                secrets.getFirst(),
                                "PG_URL",
                                DATABASE,
                                "PG_PASSWORD",
                                "long-password",
                                "REDIS_URL",
                                "redis://user:secret@host"));
        return new ConfigWorkshop(
                new Providers(List.of(azure)),
                new Storing(null, environment, secrets, new Usual(false, PriceBook.EMPTY)),
                DATABASE);
    }

    private static Sketch sketch(String params, String info) {
        return new Sketch(ID, new ModelName("gpt-4"), new FreeJson(params), new FreeJson(info));
    }

    private StoredModel stored(String params, String info) {
        return stored(fit(workshop.draw(sketch(params, info), null)), "gpt-4");
    }

    private static StoredModel stored(Fit fit, String group) {
        StoredModel.Mark mark = new StoredModel.Mark(Instant.EPOCH, "anna");
        return new StoredModel(
                ID, new ModelName(group), fit.params(), fit.shown(), fit.info(), mark, mark);
    }

    private static Fit fit(Drawing drawing) {
        assertThat(drawing).isInstanceOf(Fit.class);
        return (Fit) drawing;
    }

    private static Ready ready(Opening opening) {
        assertThat(opening).isInstanceOf(Ready.class);
        return (Ready) opening;
    }

    private List<String> flaws(String params, String info) {
        Drawing drawing = workshop.draw(sketch(params, info), null);
        assertThat(drawing).as(params).isInstanceOf(Unfit.class);
        return ((Unfit) drawing).flaws();
    }

    @Test
    void aStoredModelMeansWhatItWouldMeanInTheFile() {
        StoredModel model =
                stored(
                        PARAMS.replace("}", ",\"rpm\":60,\"region_name\":\"EU\"}"),
                        "{\"mode\":\"chat\",\"access_groups\":[\"beta\"],"
                                + "\"max_input_tokens\":8000}");
        Deployment deployment = ready(workshop.open(model)).deployment();
        assertThat(deployment.id()).isEqualTo(ID);
        assertThat(deployment.model()).isEqualTo("chat");
        assertThat(deployment.terms())
                .isEqualTo(
                        Deployment.Terms.NONE
                                .draft()
                                .weight(3.0)
                                .rpm(60L)
                                .region("eu")
                                .window(8000L)
                                .done());
        assertThat(deployment.about().stored()).isTrue();
        assertThat(deployment.about().accessGroups()).containsExactly("beta");
        assertThat(azure.connected.getLast().words()).containsEntry("api_key", "top-secret");
        assertThat(azure.connected.getLast().spelling().defaults())
                .singleElement()
                .satisfies(member -> assertThat(member.name()).isEqualTo("temperature"));
    }

    @Test
    void whatIsSecretIsNeitherShownNorReadable() {
        StoredModel model = stored(PARAMS, "{}");
        assertThat(model.toString()).doesNotContain("top-secret");
        assertThat(model.shown().text())
                .contains("azure/chat", "https://eu.example", "0.50")
                .doesNotContain("api_key");
    }

    @Test
    void aStoredModelIsPricedAsOneOfTheFile() {
        String info =
                "{\"input_cost_per_token\":1e-6,\"prices\":[{\"valid_from\":\"2026-07-01\","
                        + "\"input_cost_per_token\":2e-6}]}";
        Fit fit = fit(workshop.draw(sketch(PARAMS, info), null));
        assertThat(fit.warnings()).isEmpty();
        Tariff tariff = ready(workshop.open(stored(fit, "gpt-4"))).deployment().terms().tariff();
        assertThat(tariff.versions().stream().map(it -> it.id().replaceAll("#.{8}$", "")))
                .containsExactly("config:one", "config:one@2026-07-01");
        assertThat(flaws(PARAMS, info.replace("2e-6", "-2")))
                .singleElement()
                .asString()
                .startsWith("model_info.prices[0].input_cost_per_token: this must be ");
    }

    @Test
    void aChangeIsWrittenOverWhatIsStoredAndNullTakesOut() {
        StoredModel before = stored(PARAMS, "{\"mode\":\"chat\",\"a\":1}");
        Fit after =
                fit(
                        workshop.draw(
                                sketch("{\"temperature\":null,\"weight\":5}", "{\"a\":2}"),
                                before));
        assertThat(after.shown().text())
                .contains("\"weight\":5", "azure/chat")
                .doesNotContain("temperature");
        assertThat(after.warnings())
                .containsExactly(
                        "litellm_params.temperature: this is taken out.",
                        "litellm_params: nobody says what calls to it cost. Say base_model or"
                                + " input_cost_per_token.");
        assertThat(after.info().text()).isEqualTo("{\"mode\":\"chat\",\"a\":2}");
        ready(workshop.open(stored(after, "gpt-4")));
        assertThat(azure.connected.getLast().words()).containsEntry("api_key", "top-secret");
    }

    @Test
    void aReferenceIsKeptAsOneAndMeansTheVariableOfWhoeverOpensIt() {
        StoredModel model = stored(PARAMS.replace("top-secret", "os.environ/AZURE_API_KEY"), "{}");
        ready(workshop.open(model));
        assertThat(azure.connected.getLast().words())
                .containsEntry("api_key", "from-the-environment");
        assertThat(flaws(PARAMS.replace("top-secret", "os.environ/NOBODY_SET_THIS"), "{}"))
                .singleElement()
                .asString()
                .contains("litellm_params.api_key", "NOBODY_SET_THIS is not set");
    }

    @Test
    void whatLetsIntoTheGatewayIsNotSentToWhereAModelSays() {
        for (String name :
                List.of(
                        "LITELLM_MASTER_KEY",
                        "DATABASE_URL",
                        "SIGNALBOX_API_KEY",
                        "PROXY_MASTER",
                        "PG_URL",
                        "PG_PASSWORD")) {
            assertThat(flaws(PARAMS, "{\"x\":[\"os.environ/" + name + "\"]}"))
                    .anySatisfy(flaw -> assertThat(flaw).contains("model_info.x", name));
            assertThat(flaws(PARAMS.replace("top-secret", "os.environ/" + name), "{}"))
                    .anySatisfy(flaw -> assertThat(flaw).contains("litellm_params.api_key", name));
        }
        assertThat(
                        flaws(
                                "{\"model\":\"azure/x\",\"metadata\":{\"a\":[\"os.environ/ LITELLM_SALT_KEY\"]}}",
                                "{}"))
                .anySatisfy(flaw -> assertThat(flaw).contains("LITELLM_SALT_KEY"));
    }

    @Test
    void whoTheMachineIsIsNotShownToWhereAModelSays() {
        for (String member :
                List.of(
                        "\"azure_managed_identity\":true",
                        "\"azure_federated_token_file\":\"/etc/passwd\"",
                        "\"azure_ad_token\":\"oidc/azure\"",
                        "\"azure_ad_token\":\"os.environ/AZURE_AD_TOKEN\"")) {
            assertThat(flaws(PARAMS.replace("\"weight\":3", member), "{}"))
                    .anySatisfy(flaw -> assertThat(flaw).contains("identities", "client_secret"));
        }
    }

    @Test
    void whoSeesAModelSeesNoVariableOfOurs() {
        String info = "{\"x\":\"os.environ/REDIS_URL\",\"api_key\":\"slipped\",\"mode\":\"chat\"}";
        String params =
                PARAMS.replace("\"weight\":3", "\"metadata\":{\"a\":\"os.environ/REDIS_URL\"}");
        Fit fit = fit(workshop.draw(sketch(params, info), null));
        assertThat(fit.info().text())
                .isEqualTo("{\"x\":\"os.environ/REDIS_URL\",\"mode\":\"chat\"}");
        assertThat(fit.warnings())
                .anySatisfy(warning -> assertThat(warning).contains("model_info.api_key"));
        Deployment deployment = ready(workshop.open(stored(fit, "gpt-4"))).deployment();
        assertThat(deployment.about().info().text() + deployment.about().params().text())
                .contains("os.environ/REDIS_URL")
                .doesNotContain("redis:", "slipped");
    }

    @Test
    void headersAndUsersOfAddressesAreNotShown() {
        String params =
                PARAMS.replace("https://eu.example", "https://user:pass-1@eu.example/?sig=pass-2")
                        .replace(
                                "\"weight\":3",
                                "\"extra_headers\":{\"X-Pass\":\"pass-3\"},\"metadata\":"
                                        + "{\"url\":\"redis://u:pa@ss-4@h/0?x=pass-5\"}");
        assertThat(fit(workshop.draw(sketch(params, "{}"), null)).shown().text())
                .contains("https://eu.example/", "redis://h/0")
                .doesNotContain("pass-", "ss-4");
    }

    @Test
    @Timeout(20)
    void aVeryLongTextIsLookedAtOnce() {
        for (String piece :
                List.of("a", "://", "a://@", "https://", "\u00e4", "os.environ/", "@/")) {
            String text = piece.repeat(500_000 / piece.length());
            String params = PARAMS.replace("\"weight\":3", "\"metadata\":{\"a\":\"" + text + "\"}");
            ready(workshop.open(stored(params, "{\"x\":\"" + text + "\"}")));
        }
    }

    @Test
    void everyMistakeIsNamedByItsField() {
        assertThat(flaws("{}", "{}"))
                .anySatisfy(
                        flaw -> assertThat(flaw).startsWith("litellm_params: model is missing"));
        assertThat(flaws("{\"model\":\"azure/x\"}", "{}"))
                .containsExactly("litellm_params: api_base is missing");
        assertThat(flaws(PARAMS.replace("api_key", "api_kex"), "{}"))
                .singleElement()
                .asString()
                .startsWith("litellm_params.api_kex: ")
                .contains("api_key")
                .doesNotContain("--allow");
        assertThat(flaws("{\"model\":\"nobody/x\"}", "{}"))
                .singleElement()
                .asString()
                .startsWith("litellm_params.model: ");
    }

    @Test
    void noMistakeQuotesAValue() {
        assertThat(flaws(PARAMS.replace("\"weight\":3", "\"weight\":\"top-secret\""), "{}"))
                .noneSatisfy(flaw -> assertThat(flaw).contains("top-secret"));
    }

    @Test
    void textsOfEveryAlphabetComeThrough() {
        String odd = "ä\u007f\u2028\uD83D\uDE80 \\\"\\\\ \\u0001 #: {}";
        StoredModel model = stored(PARAMS.replace("top-secret", odd), "{}");
        ready(workshop.open(model));
        assertThat(azure.connected.getLast().words())
                .containsEntry("api_key", "ä\u007f\u2028\uD83D\uDE80 \"\\ \u0001 #: {}");
    }

    @Test
    void whatIsTooDeepIsRefused() {
        String deep =
                "{\"model\":\"azure/x\",\"metadata\":" + "[".repeat(500) + "]".repeat(500) + "}";
        assertThat(flaws(deep, "{}")).isNotEmpty();
    }

    @Test
    void withAnotherKeyNothingOpensAndTheMessageSaysWhichIsMissing() {
        StoredModel model = stored(PARAMS, "{}");
        ConfigWorkshop stranger = workshop(List.of("another secret"));
        assertThat(stranger.open(model))
                .isInstanceOfSatisfying(
                        Unfit.class,
                        unfit ->
                                assertThat(unfit.flaws())
                                        .singleElement()
                                        .asString()
                                        .contains(Vault.nameOfKey(model.params())));
        assertThat(stranger.draw(sketch("{\"weight\":1}", "{}"), model)).isInstanceOf(Unfit.class);
        assertThat(stranger.sealedAnew(model)).isNull();
    }

    @Test
    void afterAnExchangeOfKeysTheNewOneSealsWhatTheOldOneOpens() {
        StoredModel model = stored(PARAMS, "{}");
        assertThat(workshop.sealedAnew(model)).isNull();
        ConfigWorkshop next = workshop(List.of("next secret", "present secret"));
        StoredModel anew = model.sealed(next.sealedAnew(model));
        assertThat(workshop(List.of("next secret")).open(anew)).isInstanceOf(Ready.class);
        assertThat(workshop.open(anew)).isInstanceOf(Unfit.class);
    }

    @Test
    void aSealDoesNotOpenAsAnotherModels() {
        StoredModel model = stored(PARAMS, "{}");
        StoredModel other =
                new StoredModel(
                        new Deployment.Id("two"),
                        model.group(),
                        model.params(),
                        model.shown(),
                        model.info(),
                        model.made(),
                        model.changed());
        assertThat(workshop.open(other)).isInstanceOf(Unfit.class);
    }

    @Test
    void aStarIsFilledAsInTheFile() {
        String params = PARAMS.replace("azure/chat", "azure/*");
        StoredModel model = stored(fit(workshop.draw(sketch(PARAMS, "{}"), null)), "gpt-4");
        assertThat(ready(workshop.open(model)).upstream()).isNotInstanceOf(WildcardUpstream.class);
        Sketch star =
                new Sketch(ID, new ModelName("mine/*"), new FreeJson(params), new FreeJson("{}"));
        Ready ready = ready(workshop.open(stored(fit(workshop.draw(star, null)), "mine/*")));
        assertThat(ready.upstream()).isInstanceOf(WildcardUpstream.class);
        assertThat(ready.deployment().model()).isEqualTo("*");
    }
}
