package dev.signalbox.bootstrap.config.yaml;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a configuration file. Never printed with its content: there are secrets in it. */
public sealed interface ConfigNode {

    /** Where it stands. */
    Place place();

    /** What it is, for a sentence that says what it should be. */
    String what();

    /**
     * One value.
     *
     * @param text as written, quotes and escapes undone
     */
    record Scalar(Place place, Kind kind, String text) implements ConfigNode {
        @Override
        public String what() {
            return kind.what;
        }

        @Override
        public String toString() {
            return place + " (" + what() + ")";
        }
    }

    /** A list. */
    record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String what() {
            return "a list";
        }

        @Override
        public String toString() {
            return place + " (" + what() + ")";
        }
    }

    /** Names with values, each name once, in the order of the file. */
    record Mapping(Place place, List<Member> members) implements ConfigNode {
        public Mapping {
            members = List.copyOf(members);
        }

        /** The member of that name; null if there is none. */
        public @Nullable Member member(String key) {
            for (Member member : members) {
                if (member.key().equals(key)) {
                    return member;
                }
            }
            return null;
        }

        /**
         * These members with {@code more} written over them. Where {@code more} says nothing
         * ({@code null}), the member is taken out.
         */
        public Mapping with(Mapping more) {
            Map<String, Member> all = new LinkedHashMap<>();
            members.forEach(member -> all.put(member.key(), member));
            for (Member member : more.members) {
                if (member.value() instanceof Scalar scalar && scalar.kind() == Kind.NOTHING) {
                    all.remove(member.key());
                } else {
                    all.put(member.key(), member);
                }
            }
            return new Mapping(place, List.copyOf(all.values()));
        }

        @Override
        public String what() {
            return "a mapping";
        }

        @Override
        public String toString() {
            return place + " (" + what() + ")";
        }
    }

    /**
     * A name with its value.
     *
     * @param place where the name stands
     */
    record Member(Place place, String key, ConfigNode value) {
        @Override
        public String toString() {
            return place.toString();
        }
    }

    /** What the notation of a value says about it. */
    enum Kind {
        TEXT("a text"),
        INTEGER("a whole number"),
        DECIMAL("a number"),
        TRUTH("true or false"),
        NOTHING("nothing");

        private final String what;

        Kind(String what) {
            this.what = what;
        }
    }
}
