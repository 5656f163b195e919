package dev.signalbox.http.surface;

import dev.signalbox.http.exchange.ErrorAnswer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What LiteLLM or OpenAI serve and we do not: said in words, so that nobody looks for a mistake of
 * their own. {@code docs/reference/not-served.md} lists the same.
 */
public final class NotServed {

    /** Where a reader finds all of it. */
    public static final String REFERENCE = "docs/reference/not-served.md";

    private static final Map<String, String> WHY = table();

    private NotServed() {}

    private static Map<String, String> table() {
        Map<String, String> why = new LinkedHashMap<>();
        otherServices(why);
        otherWaysToCall(why);
        otherAdministration(why);
        return why;
    }

    private static void otherServices(Map<String, String> why) {
        all(
                why,
                "is one of OpenAI's services that are not relayed here; chat, completions,"
                        + " embeddings, responses, images, audio and moderations are.",
                words(
                        "files uploads batches fine_tuning assistants threads vector_stores"
                                + " realtime videos evals containers conversations"
                                + " images/variations responses/compact"
                                + " responses/input_tokens"));
        all(
                why,
                "is one of LiteLLM's other dialects; OpenAI's is spoken here.",
                words("rerank messages search ocr rag a2a"));
    }

    private static void otherWaysToCall(Map<String, String> why) {
        all(
                why,
                "passes calls on unread, which is not done here: a call names a model.",
                words(
                        "anthropic gemini vertex_ai vertex-ai bedrock azure azure_ai cohere mistral"
                                + " vllm assemblyai langfuse config/pass_through_endpoint"));
        all(why, "would keep answers; no answer is kept here.", words("cache"));
        all(
                why,
                "guards or rewrites what callers write; nothing does that here.",
                words("guardrails policies prompts"));
        all(why, "is about tools of agents, which are not offered.", words("mcp mcp-rest agents"));
    }

    private static void otherAdministration(Map<String, String> why) {
        all(
                why,
                "groups people in a way that is not kept here; teams and users are.",
                words("organization"));
        all(
                why,
                "describes a form for a user interface in the browser; there is none.",
                words("budget/settings"));
        all(
                why,
                "is about money in a way that is not served; /global/spend/report and"
                        + " /spend/tags are.",
                words(
                        "global/spend/refresh global/spend/logs global/spend/keys"
                                + " global/spend/teams global/spend/end_users global/spend/models"
                                + " global/spend/tags global/spend/provider"
                                + " global/spend/all_tag_names global/activity global/predict"
                                + " global/all_end_users spend/logs/session provider/budgets"));
        all(
                why,
                "would make keys and teams look as if they had spent nothing; what they have spent"
                        + " follows from the ledger here. Raise max_budget, or give a"
                        + " budget_duration; a wrong price is corrected by /spend/rerate.",
                words("global/spend/reset"));
        all(
                why,
                "would change the configuration while it runs; the file says it, and a restart"
                        + " reads it.",
                words("config credentials callbacks settings"));
        all(
                why,
                "belongs to a user interface in the browser; there is none.",
                words("ui sso login invitation onboarding"));
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static void all(Map<String, String> why, String sentence, List<String> prefixes) {
        prefixes.forEach(prefix -> why.put(prefix, sentence));
    }

    /** Each path, without what may stand before it, and the second half of a sentence on why. */
    public static Map<String, String> reasons() {
        return Map.copyOf(WHY);
    }

    /**
     * The answer for a path that nothing here serves; null if nobody else does, either.
     *
     * @param path as it was sent
     */
    public static @Nullable ErrorAnswer answer(String path) {
        String found = longest(bare(path));
        String why = WHY.get(found);
        return why == null
                ? null
                : ErrorAnswer.of(
                        501,
                        "not_implemented_error",
                        null,
                        "Not served here: /" + found + " " + why + " See " + REFERENCE + ".");
    }

    /** The longest beginning of a path that there is a sentence for; else all of it. */
    private static String longest(String path) {
        String found = path;
        while (!WHY.containsKey(found)) {
            int slash = found.lastIndexOf('/');
            if (slash < 0) {
                return path;
            }
            found = found.substring(0, slash);
        }
        return found;
    }

    /** Without the leading slash, and without what OpenAI's and Azure's clients put before it. */
    private static String bare(String path) {
        String rest = path.startsWith("/") ? path.substring(1) : path;
        rest = without("openai/", rest);
        rest = without("deployments/", rest).equals(rest) ? rest : afterModel(rest);
        return without("v2/", without("v1/", rest));
    }

    private static String afterModel(String rest) {
        int model = rest.indexOf('/');
        int end = rest.indexOf('/', model + 1);
        return end < 0 ? rest : rest.substring(end + 1);
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
