package dev.signalbox.http.admin.form;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields that LiteLLM knows and that are kept here without being interpreted: of which shape
 * each is, and whether it promises a protection that nobody gives yet.
 */
public final class KeptFields {

    private static final Map<String, Shape> OF_BOTH =
            Map.ofEntries(
                    Map.entry("access_group_ids", Shape.LIST),
                    Map.entry("allowed_passthrough_routes", Shape.LIST),
                    Map.entry("allowed_vector_store_indexes", Shape.LIST),
                    Map.entry("budget_duration", Shape.TEXT),
                    Map.entry("guardrails", Shape.LIST),
                    Map.entry("metadata", Shape.OBJECT),
                    Map.entry("model_rpm_limit", Shape.OBJECT),
                    Map.entry("model_tpm_limit", Shape.OBJECT),
                    Map.entry("object_permission", Shape.OBJECT),
                    Map.entry("organization_id", Shape.TEXT),
                    Map.entry("policies", Shape.LIST),
                    Map.entry("prompts", Shape.LIST),
                    Map.entry("router_settings", Shape.OBJECT),
                    Map.entry("rpm_limit_type", Shape.TEXT),
                    Map.entry("tags", Shape.LIST),
                    Map.entry("tpm_limit_type", Shape.TEXT));

    /** Of teams. */
    public static final KeptFields TEAM =
            ofBothAnd(
                    Map.ofEntries(
                            Map.entry("admins", Shape.LIST),
                            Map.entry("allow_team_guardrail_config", Shape.SWITCH),
                            Map.entry("disable_global_guardrails", Shape.SWITCH),
                            Map.entry("enforced_batch_output_expires_after", Shape.OBJECT),
                            Map.entry("enforced_file_expires_after", Shape.OBJECT),
                            Map.entry("members", Shape.LIST),
                            Map.entry("secret_manager_settings", Shape.OBJECT),
                            Map.entry("team_member_budget", Shape.NUMBER),
                            Map.entry("team_member_budget_duration", Shape.TEXT),
                            Map.entry("team_member_key_duration", Shape.TEXT),
                            Map.entry("team_member_permissions", Shape.LIST),
                            Map.entry("team_member_rpm_limit", Shape.COUNT),
                            Map.entry("team_member_tpm_limit", Shape.COUNT)));

    /** Of users. */
    public static final KeptFields USER =
            ofBothAnd(
                    Map.ofEntries(
                            Map.entry("allowed_cache_controls", Shape.LIST),
                            Map.entry("model_max_budget", Shape.OBJECT),
                            Map.entry("permissions", Shape.OBJECT),
                            Map.entry("send_invite_email", Shape.SWITCH),
                            Map.entry("sso_user_id", Shape.TEXT)));

    /** Of keys. */
    public static final KeptFields KEY =
            ofBothAnd(
                    Map.ofEntries(
                            Map.entry("agent_id", Shape.TEXT),
                            Map.entry("allowed_cache_controls", Shape.LIST),
                            Map.entry("auto_rotate", Shape.SWITCH),
                            Map.entry("budget_id", Shape.TEXT),
                            Map.entry("config", Shape.OBJECT),
                            Map.entry("enforced_params", Shape.LIST),
                            Map.entry("model_max_budget", Shape.OBJECT),
                            Map.entry("permissions", Shape.OBJECT),
                            Map.entry("project_id", Shape.TEXT),
                            Map.entry("rotation_interval", Shape.TEXT),
                            Map.entry("send_invite_email", Shape.SWITCH)));

    /** Of terms that several share. */
    public static final KeptFields TERMS =
            new KeptFields(
                    Map.of(
                            "budget_duration", Shape.TEXT,
                            "model_max_budget", Shape.OBJECT,
                            "model_rpm_limit", Shape.OBJECT,
                            "model_tpm_limit", Shape.OBJECT));

    /** Of people who use applications. */
    public static final KeptFields END_USER =
            new KeptFields(
                    Map.of(
                            "alias", Shape.TEXT,
                            "allowed_model_region", Shape.TEXT,
                            "budget_duration", Shape.TEXT,
                            "default_model", Shape.TEXT,
                            "metadata", Shape.OBJECT));

    /** Of tags. */
    public static final KeptFields TAG =
            new KeptFields(
                    Map.of(
                            "budget_duration", Shape.TEXT,
                            "description", Shape.TEXT,
                            "metadata", Shape.OBJECT));

    /** Kept where a key says it; a team or a user says it in vain. */
    private static final Set<String> FOR_KEYS_ONLY =
            Set.of("model_max_budget", "model_rpm_limit", "model_tpm_limit");

    /** Those of keys, and terms that keys may have. */
    private static final List<KeptFields> SAY_IT_FOR_KEYS = List.of(KEY, TERMS);

    private static final Set<String> PROMISES =
            Set.of(
                    "allowed_cache_controls",
                    "allowed_model_region",
                    "allowed_passthrough_routes",
                    "allowed_vector_store_indexes",
                    "auto_rotate",
                    "default_model",
                    "enforced_batch_output_expires_after",
                    "enforced_file_expires_after",
                    "enforced_params",
                    "guardrails",
                    "object_permission",
                    "permissions",
                    "policies",
                    "rotation_interval",
                    "team_member_key_duration",
                    "team_member_permissions");

    private final Map<String, Shape> shapes;

    private KeptFields(Map<String, Shape> shapes) {
        this.shapes = Map.copyOf(shapes);
    }

    private static KeptFields ofBothAnd(Map<String, Shape> more) {
        Map<String, Shape> all = new TreeMap<>(OF_BOTH);
        all.putAll(more);
        return new KeptFields(all);
    }

    /** What a field's value looks like. */
    public enum Shape {
        TEXT("a string", "string"),
        COUNT("a whole number, 0 or more", "integer"),
        NUMBER("a number, 0 or more", "number"),
        SWITCH("true or false", "boolean"),
        LIST("a list", "array"),
        OBJECT("an object", "object");

        private final String words;
        private final String type;

        Shape(String words, String type) {
            this.words = words;
            this.type = type;
        }

        /** Whether a value does. */
        public boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case COUNT -> value.isIntegralNumber() && value.bigIntegerValue().signum() >= 0;
                case NUMBER -> value.isNumber() && value.decimalValue().signum() >= 0;
                case SWITCH -> value.isBoolean();
                case LIST -> value.isArray();
                case OBJECT -> value.isObject();
            };
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** All of them by name, each with its type as JSON Schema calls it. */
    public SortedMap<String, String> types() {
        SortedMap<String, String> types = new TreeMap<>();
        shapes.forEach((name, shape) -> types.put(name, shape.type));
        return types;
    }

    /** Whether a field promises what nobody keeps yet. */
    public static boolean promises(String name) {
        return PROMISES.contains(name);
    }

    /** The names of all of them. */
    Set<String> names() {
        return shapes.keySet();
    }

    /** The shape of a field; null if there is no field of that name. */
    @Nullable Shape shape(String name) {
        return shapes.get(name);
    }

    /** What whoever sent {@code fields} should know, a sentence each. */
    static List<String> warnings(Map<String, JsonNode> fields, @Nullable KeptFields form) {
        return promisesIn(fields, form).stream()
                .map(
                        name ->
                                "`"
                                        + name
                                        + "` is stored, but not enforced yet: nothing is limited by"
                                        + " it.")
                .toList();
    }

    /** Those of {@code fields} that promise what nobody keeps yet, in order. */
    static List<String> promisesIn(Map<String, JsonNode> fields, @Nullable KeptFields form) {
        return fields.keySet().stream()
                .filter(name -> isPromise(name, form) && says(fields.get(name)))
                .sorted()
                .toList();
    }

    private static boolean isPromise(String name, @Nullable KeptFields form) {
        return PROMISES.contains(name)
                || (FOR_KEYS_ONLY.contains(name) && !SAY_IT_FOR_KEYS.contains(form));
    }

    private static boolean says(@Nullable JsonNode value) {
        return value != null
                && !value.isNull()
                && !(value.isContainerNode() && value.isEmpty())
                && !(value.isBoolean() && !value.booleanValue());
    }
}
