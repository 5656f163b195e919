package dev.signalbox.bootstrap.config.routing;

import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.reading.KnownKeys;
import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Member;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.Fallbacks;
import dev.signalbox.domain.policy.Picking;
import dev.signalbox.domain.policy.RestRule;
import dev.signalbox.domain.policy.RetryRule;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.policy.TagRule;
import dev.signalbox.domain.policy.Waits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads how calls find their way out of {@code router_settings}, and out of {@code
 * litellm_settings} what stands only there.
 */
public final class PolicySettings {

    static final int MOST_RETRIES = 100;
    static final int MOST_FAILS = 1_000_000;

    private static final int MOST_GROUPS = 100;
    private static final int MOST_CALLS = 1_000_000;
    private static final Map<String, Picking.Way> WAYS = ways();

    /** What is about the process, or about names that everybody uses. */
    private static final Set<String> EVERYBODYS =
            Set.of("model_group_alias", "caching_groups", "client_ttl", "default_litellm_params");

    private static final List<String> EVERYBODYS_BEGINNINGS = List.of("redis_", "cache_");

    private final Section router;
    private final Section litellm;
    private final Reading reading;
    private final List<Mention> mentions = new ArrayList<>();

    private PolicySettings(Section router, Section litellm, Reading reading) {
        this.router = router;
        this.litellm = litellm;
        this.reading = reading;
    }

    /**
     * What a file says, for everybody.
     *
     * @param router what stands here wins, key by key
     */
    public static PolicySettings ofFile(Section router, Section litellm, Reading reading) {
        return new PolicySettings(router, litellm, reading);
    }

    /** What a key or a team says, in {@code settings} of its own. */
    static PolicySettings ofOne(Mapping settings, KnownKeys keys, Findings findings) {
        Reading reading = new Reading(findings, new Environment(Map.of()), keys, false);
        List<Member> own = new ArrayList<>();
        for (Member member : settings.members()) {
            if (isEverybodys(member.key())) {
                findings.error(
                        member.place(),
                        "this holds for everybody; it belongs into the router_settings of the"
                                + " configuration file.");
            } else {
                own.add(member);
            }
        }
        Mapping mapping = new Mapping(settings.place(), own);
        return new PolicySettings(
                Section.checked(mapping, keys.group("router_settings"), reading),
                new Section(new Mapping(settings.place(), List.of()), reading),
                reading);
    }

    private static boolean isEverybodys(String key) {
        return EVERYBODYS.contains(key) || EVERYBODYS_BEGINNINGS.stream().anyMatch(key::startsWith);
    }

    /** The policy; what is wrong is reported, and read as if it were absent. */
    public RoutingPolicy read() {
        Picking picking = picking();
        return new RoutingPolicy(
                picking, retries(), rests(), fallbacks(), waits(), tags(), checks(picking.way()));
    }

    /** Says which of the groups that were named nobody serves. */
    public void check(ServedNames served) {
        served.check(mentions, reading.findings());
    }

    private Picking picking() {
        Picking usual = Picking.DEFAULT;
        Picking.Way way = router.choice("routing_strategy", WAYS);
        String args = "routing_strategy_args";
        Mapping mapping = router.mapping(args);
        Picking.Way chosen = or(way, usual.way());
        if (mapping == null) {
            return new Picking(chosen, usual.memory(), usual.buffer());
        }
        Section section = Section.checked(mapping, reading.keys().group(args), reading);
        return new Picking(
                chosen,
                or(section.seconds("ttl"), usual.memory()),
                or(section.notNegative("lowest_latency_buffer"), usual.buffer()));
    }

    private RetryRule retries() {
        RetryRule usual = RetryRule.DEFAULT;
        Integer times = where("num_retries").whole("num_retries", 0, MOST_RETRIES);
        return new RetryRule(
                or(times, usual.times()),
                FailureCounts.RETRIES.under(where("retry_policy"), reading),
                retriesByGroup(),
                or(router.pause("retry_after"), usual.floor()));
    }

    private Map<ModelName, Map<Fault.Kind, Integer>> retriesByGroup() {
        Mapping mapping = router.mapping("model_group_retry_policy");
        Map<ModelName, Map<Fault.Kind, Integer>> byGroup = new HashMap<>();
        if (mapping == null) {
            return byGroup;
        }
        Section section = new Section(mapping, reading);
        for (Member member : mapping.members()) {
            Mapping counts = section.mapping(member.key());
            if (counts != null && ModelName.accepts(member.key())) {
                ModelName group = new ModelName(member.key());
                mentions.add(new Mention(member.place(), group, false));
                byGroup.put(group, FailureCounts.RETRIES.in(counts, reading));
            }
        }
        return byGroup;
    }

    private RestRule rests() {
        RestRule usual = RestRule.DEFAULT;
        Duration rest = where("cooldown_time").pause("cooldown_time");
        boolean never = isTrue(where("disable_cooldowns"), "disable_cooldowns", usual.never());
        return new RestRule(
                where("allowed_fails").whole("allowed_fails", 0, MOST_FAILS),
                FailureCounts.ALLOWED_FAILS.under(router, reading),
                or(rest, usual.rest()),
                never);
    }

    private Fallbacks fallbacks() {
        FallbackLists lists = new FallbackLists(reading, mentions);
        Map<ModelName, List<ModelName>> general =
                lists.byGroup(where("fallbacks"), "fallbacks", true);
        List<ModelName> byDefault = new ArrayList<>();
        if (general != null) {
            byDefault.addAll(FallbackLists.takeForAll(general));
        }
        byDefault.addAll(lists.list(where("default_fallbacks"), "default_fallbacks"));
        String ofLength = "context_window_fallbacks";
        String ofContent = "content_policy_fallbacks";
        Integer most = where("max_fallbacks").whole("max_fallbacks", 0, MOST_GROUPS);
        String checked = "enforce_fallback_model_access";
        return new Fallbacks(
                general == null ? Map.of() : general,
                lists.byGroup(where(ofLength), ofLength, false),
                lists.byGroup(where(ofContent), ofContent, false),
                byDefault,
                or(most, Fallbacks.MOST),
                isTrue(where(checked), checked, Fallbacks.NONE.checked()),
                isTrue(router, "continue_streams", Fallbacks.NONE.continues()));
    }

    /** LiteLLM's library has one timeout, and its router another, which wins. */
    private Waits waits() {
        Duration ofRouter = router.seconds("timeout");
        Duration ofLibrary = litellm.seconds("request_timeout");
        return new Waits(
                ofRouter == null ? ofLibrary : ofRouter,
                router.seconds("stream_timeout"),
                router.seconds("stream_idle_timeout"),
                router.seconds("total_timeout"));
    }

    private TagRule tags() {
        TagRule usual = TagRule.OFF;
        return new TagRule(
                isTrue(router, "enable_tag_filtering", usual.on()),
                isTrue(router, "tag_filtering_match_any", usual.any()),
                isTrue(router, "allow_client_tags", usual.ofCallers()));
    }

    private Checks checks(Picking.Way way) {
        Checks usual = Checks.NONE;
        Set<String> more =
                router.known(
                        "optional_pre_call_checks",
                        reading.keys().group("optional_pre_call_checks"));
        // LiteLLM's own documentation writes it both ways.
        boolean singular = isTrue(router, "enable_pre_call_check", false);
        boolean before = isTrue(router, "enable_pre_call_checks", singular);
        Duration stay = or(router.seconds("deployment_affinity_ttl_seconds"), Duration.ofHours(1));
        return new Checks(
                before,
                // Who picks by what is left of the limits means them as limits.
                before
                        || way == Picking.Way.LEAST_USED
                        || more.contains("enforce_model_rate_limits"),
                more.contains("session_affinity") ? stay : null,
                more.contains("deployment_affinity") ? stay : null,
                router.whole("default_max_parallel_requests", 1, MOST_CALLS),
                isTrue(router, "adaptive_concurrency", usual.found()),
                or(router.whole("max_waiting_requests", 0, MOST_CALLS), usual.waiting()),
                or(router.seconds("max_waiting_seconds"), usual.patience()));
    }

    /** The section that says something about {@code key}. */
    private Section where(String key) {
        return router.node(key) == null ? litellm : router;
    }

    private static boolean isTrue(Section section, String key, boolean usual) {
        return or(section.truth(key), usual);
    }

    private static <T> T or(@Nullable T said, T usual) {
        return said == null ? usual : said;
    }

    private static Map<String, Picking.Way> ways() {
        Map<String, Picking.Way> ways = new LinkedHashMap<>();
        for (Picking.Way way : Picking.Way.values()) {
            ways.put(way.word(), way);
        }
        // LiteLLM counts in another place for it; the question that it answers is the same.
        ways.put("usage-based-routing", Picking.Way.LEAST_USED);
        return ways;
    }
}
