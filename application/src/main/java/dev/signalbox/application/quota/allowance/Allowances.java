package dev.signalbox.application.quota.allowance;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.stored.Bounded;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which allowances a call must keep: budgets first, then what is counted by the minute, then calls
 * at the same time. Safe for many threads.
 *
 * <p>As in LiteLLM the budget of a user counts for keys without a team only, and the holder of the
 * master key is bound by the budget for everybody and by nothing else.
 */
public final class Allowances {

    /** Ids that callers choose may be long; rows of the database may not. */
    private static final int LONGEST_ID = 128;

    private final Settings settings;
    private final InstantSource time;

    /**
     * @param time tells what counts for a while
     */
    public Allowances(Settings settings, InstantSource time) {
        this.settings = settings;
        this.time = time;
    }

    /**
     * Bounds that belong to nobody who is stored.
     *
     * @param everybody for all calls together
     * @param endUserTerms the id of the terms for each of those who use callers' applications and
     *     of whom nothing else is said; null: none
     * @param tags by tag, where nothing is stored of it
     * @param providers by the provider's name
     * @param zone on whose calendar all windows lie
     */
    public record Settings(
            Limits everybody,
            @Nullable String endUserTerms,
            Map<String, Limits> tags,
            Map<String, Limits> providers,
            ZoneId zone) {

        /** No bounds. */
        public static final Settings NONE =
                new Settings(Limits.NONE, null, Map.of(), Map.of(), ZoneOffset.UTC);

        public Settings {
            tags = Map.copyOf(tags);
            providers = Map.copyOf(providers);
        }
    }

    /**
     * What must be known of a call.
     *
     * @param endUser whoever uses the caller's application; null if nobody was named
     * @param tags of the call itself, not those that it has by its key
     * @param asked the model's name as it was asked for
     * @param group that serves it
     */
    public record Facts(@Nullable String endUser, Set<String> tags, String asked, String group) {
        public Facts {
            tags = Set.copyOf(tags);
        }
    }

    /** What is stored of a holder who is neither key nor team nor user. */
    @FunctionalInterface
    public interface Said {

        /** Null: nothing. Safe for many threads; does not block. */
        @Nullable Bounded of(Holder holder);
    }

    /** Those of a call before it is let in. */
    public List<Allowance> of(Caller caller, Facts facts, Said said) {
        Collected all = new Collected(settings.zone, said, time);
        switch (caller) {
            case Caller.Master master -> all.addMoney(Holder.EVERYBODY, settings.everybody);
            case Caller.Member member -> {
                all.add(Holder.EVERYBODY, settings.everybody);
                addTeam(all, member);
                addKey(all, member.key(), facts);
                addUser(all, member.key());
                addEndUser(all, facts.endUser());
                addTags(all, facts.tags());
            }
        }
        return all.inOrder();
    }

    /** Those of a question to one deployment; money only. */
    public List<Allowance> of(Deployment deployment) {
        Limits own = deployment.terms().budget();
        String provider = deployment.provider().word();
        Limits ofProvider = settings.providers.get(provider);
        if (own.isEmpty() && ofProvider == null) {
            return List.of();
        }
        Collected all = new Collected(settings.zone, holder -> null, time);
        all.addMoney(Holder.of(Level.DEPLOYMENT, deployment.id().text()), own);
        if (ofProvider != null) {
            all.addMoney(Holder.of(Level.PROVIDER, provider), ofProvider);
        }
        return all.inOrder();
    }

    private static void addTeam(Collected all, Caller.Member caller) {
        Team team = caller.team();
        if (team == null) {
            return;
        }
        String id = team.id().text();
        all.add(Holder.of(Level.TEAM, id), team.limits());
        User.Id user = caller.key().user();
        if (user != null) {
            Holder member = Holder.of(Level.MEMBER, id, user.text());
            all.add(member, member, team.limits().each());
        }
    }

    private static void addKey(Collected all, Key key, Facts facts) {
        Limits limits = all.complete(key.limits());
        all.add(Holder.of(Level.KEY, key.publicId()), limits);
        Map<String, Limits> models = limits.parts();
        if (!models.isEmpty()) {
            String model = models.containsKey(facts.asked()) ? facts.asked() : facts.group();
            all.add(Holder.of(Level.KEY_MODEL, key.publicId(), model), models.get(model));
        }
    }

    private static void addUser(Collected all, Key key) {
        Key.Owner owner = key.owner();
        if (owner != null) {
            Holder user = Holder.of(Level.USER, owner.id().text());
            all.add(
                    user,
                    key.team() == null
                            ? owner.limits()
                            : owner.limits()
                                    .with(Limit.MAX_BUDGET, null)
                                    .with(Limit.SOFT_BUDGET, null));
        }
    }

    private void addEndUser(Collected all, @Nullable String user) {
        if (user != null) {
            Limits usual =
                    settings.endUserTerms == null ? null : Limits.NONE.under(settings.endUserTerms);
            all.add(
                    Holder.of(Level.END_USER, user),
                    Holder.of(Level.END_USER, shortened(user)),
                    usual);
        }
    }

    private void addTags(Collected all, Set<String> tags) {
        for (String tag : tags.size() < 2 ? tags : new TreeSet<>(tags)) {
            all.add(
                    Holder.of(Level.TAG, tag),
                    Holder.of(Level.TAG, shortened(tag)),
                    settings.tags.get(tag));
        }
    }

    private static String shortened(String id) {
        if (id.length() <= LONGEST_ID) {
            return id;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
