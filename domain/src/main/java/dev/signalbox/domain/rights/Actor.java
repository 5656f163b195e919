package dev.signalbox.domain.rights;

import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.history.Author;

import org.jspecify.annotations.Nullable;

/**
 * Who administers, and from where.
 *
 * @param address where the request comes from, as far as it is believed
 * @param onBehalfOf whom the caller says they act for ({@code litellm-changed-by}); null if nobody
 */
public record Actor(Caller caller, String address, @Nullable String onBehalfOf) {

    /** What the holder of the master key is called where LiteLLM wants a user. */
    public static final String MASTER = "default_user_id";

    /** What this caller may do. */
    public Rights rights() {
        return new Rights(caller);
    }

    /** What stands in the history; never a secret. */
    public String name() {
        return switch (caller) {
            case Caller.Master master -> MASTER;
            case Caller.Member member -> {
                User.Id user = member.key().user();
                String key = "key " + member.key().publicId();
                yield user == null ? key : user + " (" + key + ")";
            }
        };
    }

    /**
     * What LiteLLM would call them: the user they act as, or, of administrators, whom they say they
     * act for. Nobody else is believed that.
     */
    public String maker() {
        User.Id user = rights().user();
        if (onBehalfOf != null && rights().administers()) {
            return onBehalfOf;
        }
        return user == null ? name() : user.text();
    }

    /** As whom they stand in the history. */
    public Author author() {
        return new Author(name(), address, onBehalfOf);
    }
}
