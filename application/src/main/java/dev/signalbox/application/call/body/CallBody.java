package dev.signalbox.application.call.body;

import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.Outgoing;
import dev.signalbox.application.call.json.ForUs;
import dev.signalbox.application.call.json.JsonText;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.application.call.json.Pieces;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call's body, carried and not opened: the bytes as they came, and where in them the members of
 * the object stand. What must change on the way up is put in place of a span while the bytes are
 * written; everything else stays as it is. Safe for many threads once it is made.
 */
public final class CallBody {

    private static final String METADATA = "metadata";

    /** Of calls that say all in their address. */
    public static final CallBody EMPTY = new CallBody(Members.none(), null);

    private final Members members;
    private final @Nullable Members metadata;
    private final List<Member> changes;
    private final @Nullable Form form;

    /**
     * @param members the top-level members, in the bytes as they came; handed over, nobody changes
     *     either afterwards
     * @param metadata the members of the object that is the value of the top-level {@code
     *     metadata}; null if there is none
     */
    public CallBody(Members members, @Nullable Members metadata) {
        this(members, metadata, List.of(), null);
    }

    private CallBody(
            Members members,
            @Nullable Members metadata,
            List<Member> changes,
            @Nullable Form form) {
        this.members = members;
        this.metadata = metadata;
        this.changes = changes;
        this.form = form;
    }

    /** This is what the fields of a form say; the form itself goes up. */
    public CallBody of(Form form) {
        return new CallBody(members, metadata, changes, form);
    }

    /**
     * A member that somebody else than the caller writes, or that a caller wants instead.
     *
     * @param name fit to stand between quotes as it is
     * @param json a whole JSON value in UTF-8; nobody changes it or its position
     */
    public record Member(String name, ByteBuffer json) {

        /** With the value as text. */
        public Member(String name, String json) {
            this(name, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    List<Member> changes() {
        return changes;
    }

    /** Whether callers say that to us and to no upstream. */
    public static boolean isForUs(String name) {
        return ForUs.MEMBERS.contains(name);
    }

    /** Whether there is a top-level member of that name, the caller's or one put there since. */
    public boolean has(String member) {
        return members.has(member) || change(member) != null;
    }

    /** A member's value as it goes up, a view; null if there is none. */
    public @Nullable ByteBuffer value(String member) {
        ByteBuffer changed = view(change(member));
        for (int i = 0; changed == null && i < members.count(); i++) {
            if (members.name(i).equals(member)) {
                int start = members.valueStart(i);
                return ByteBuffer.wrap(members.bytes(), start, members.valueEnd(i) - start).slice();
            }
        }
        return changed;
    }

    /** How many bytes the caller sent. */
    public int length() {
        return members.bytes().length;
    }

    /**
     * A member's value if it is a number; null if it is none or is not there. What is too large is
     * the largest there is, what has a fraction is the next whole one.
     */
    public @Nullable Long number(String member) {
        ByteBuffer json = value(member);
        return json == null ? null : JsonText.number(json);
    }

    /**
     * No question has more tokens than this: it has a byte for each at least.
     *
     * @param picture as many count for one that is packed into it
     */
    public long mostTokens(int picture) {
        long length = members.length(picture);
        for (Member change : changes) {
            length += change.json().remaining();
        }
        return length;
    }

    /** About how many tokens the question has; dear to count, so it is guessed by the bytes. */
    public long tokens() {
        long length = length();
        for (Member change : changes) {
            length += change.json().remaining();
        }
        for (int i = 0; !changes.isEmpty() && i < members.count(); i++) {
            if (change(members.name(i)) != null) {
                length -= members.valueEnd(i) - members.valueStart(i);
            }
        }
        return (length + 3) / 4;
    }

    /**
     * The same body with other values for some members, or with more of them. The caller's bytes
     * are shared.
     *
     * @param changes put over those that were there before
     */
    public CallBody with(List<Member> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        List<Member> all = new ArrayList<>(changes);
        for (Member earlier : this.changes) {
            if (all.stream().noneMatch(it -> it.name().equals(earlier.name()))) {
                all.add(earlier);
            }
        }
        return new CallBody(members, metadata, List.copyOf(all), form);
    }

    /**
     * The body as one deployment gets it: {@code model} for the caller's, spelled as it wants, and
     * without what is meant for us. The pieces are views; the caller's bytes are not copied.
     *
     * @param model the name as a JSON string, quotes included, in UTF-8
     */
    public List<ByteBuffer> spelledFor(byte[] model, Spelling spelling) {
        int last = members.count() - 1;
        while (last >= 0 && name(last, spelling) == null) {
            last--;
        }
        Pieces pieces = new Pieces(members.bytes(), members.opening() + 1);
        insert(pieces, model, spelling);
        pieces.endInsertion(last >= 0);
        for (int i = 0; i <= last; i++) {
            String name = name(i, spelling);
            if (name == null) {
                pieces.copyTo(members.start(i));
                pieces.skipTo(members.start(i + 1));
            } else {
                write(pieces, i, name, model);
            }
        }
        if (last < members.count() - 1) {
            pieces.copyTo(last < 0 ? members.opening() + 1 : members.valueEnd(last));
            pieces.skipTo(members.closing());
        }
        return pieces.finished();
    }

    /**
     * The same as it is sent: JSON, or the form that it came as.
     *
     * @param model the name as a JSON string, quotes included, in UTF-8
     */
    public Outgoing outgoing(byte[] model, Spelling spelling) {
        return form == null
                ? Outgoing.ofJson(spelledFor(model, spelling))
                : new FormSpelling(this, form, spelling).outgoing(model);
    }

    private void write(Pieces pieces, int member, String name, byte[] model) {
        String own = members.name(member);
        if (!name.equals(own)) {
            pieces.copyTo(members.start(member));
            pieces.put(Pieces.quoted(name));
            pieces.skipTo(members.nameEnd(member));
        }
        ByteBuffer value = own.equals("model") ? ByteBuffer.wrap(model) : view(change(own));
        if (value != null) {
            pieces.copyTo(members.valueStart(member));
            pieces.put(value);
            pieces.skipTo(members.valueEnd(member));
        } else if (metadata != null && own.equals(METADATA)) {
            metadata.copyWithout(ForUs.IN_METADATA, pieces);
        }
    }

    private void insert(Pieces pieces, byte[] model, Spelling spelling) {
        if (!members.has("model") && !spelling.dropped().contains("model")) {
            pieces.insert("model", ByteBuffer.wrap(model));
        }
        for (Member change : changes) {
            String name = spelled(change.name(), spelling);
            if (name != null && !name.equals("model") && !members.has(change.name())) {
                pieces.insert(name, change.json());
            }
        }
        for (Member member : spelling.defaults()) {
            if (!spelling.dropped().contains(member.name()) && !isSaid(member.name(), spelling)) {
                pieces.insert(member.name(), member.json());
            }
        }
    }

    /** Under this name, or under one that is written as this. */
    boolean isSaid(String name, Spelling spelling) {
        boolean renamed = false;
        for (Map.Entry<String, String> it : spelling.renamed().entrySet()) {
            renamed |= it.getValue().equals(name) && has(it.getKey());
        }
        return renamed || has(name);
    }

    /** What the member is called on the way up; null if it does not go there. */
    private @Nullable String name(int member, Spelling spelling) {
        String name = members.name(member);
        boolean ours =
                name.equals(METADATA)
                        && (!spelling.metadata()
                                || (metadata != null && metadata.areAllIn(ForUs.IN_METADATA)));
        return ours ? null : spelled(name, spelling);
    }

    @Nullable String spelled(String name, Spelling spelling) {
        if (ForUs.MEMBERS.contains(name) || spelling.dropped().contains(name)) {
            return null;
        }
        String other = spelling.renamed().get(name);
        return other == null ? name : has(other) ? null : other;
    }

    /** Pieces are read by moving through them; what a body keeps stays where it is. */
    private static @Nullable ByteBuffer view(@Nullable ByteBuffer json) {
        return json == null ? null : json.duplicate();
    }

    /** What stands there in place of the caller's; null if nothing does. */
    @Nullable ByteBuffer change(String name) {
        for (Member change : changes) {
            if (change.name().equals(name)) {
                return change.json();
            }
        }
        return null;
    }
}
