package dev.signalbox.application.admin;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.application.driving.Verdict;
import dev.signalbox.domain.access.Objection;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One change, one transaction, effective here before anybody is told that it is done. Safe for many
 * threads.
 */
public final class Changes {

    private final Registry registry;
    private final LiveDirectory live;

    public Changes(Registry registry, LiveDirectory live) {
        this.registry = registry;
        this.live = live;
    }

    /** Makes a change that may be objected to; an objection undoes what was written before it. */
    <T> Verdict<T> make(Function<Registry.Edit, T> change) {
        Verdict<T> verdict = ask(() -> registry.change(change));
        if (verdict instanceof Verdict.Granted<T>) {
            takeOver();
        }
        return verdict;
    }

    /** Asks the registry something. */
    <T> Verdict<T> ask(Supplier<T> question) {
        try {
            return new Verdict.Granted<>(question.get());
        } catch (Veto veto) {
            return new Verdict.Objected<>(veto.objection);
        } catch (RegistryUnavailable e) {
            return new Verdict.Objected<>(new Objection.RegistryAway());
        }
    }

    /** What holds in this process now. */
    LiveDirectory live() {
        return live;
    }

    /** What is stored. */
    Registry registry() {
        return registry;
    }

    private void takeOver() {
        try {
            live.refresh();
        } catch (RegistryUnavailable e) {
            // The change is committed, and the next refresh brings it. Saying "not done" would be a
            // lie.
            System.getLogger(Changes.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a change is stored, but not yet effective here",
                            e);
        }
    }

    /** Leaves a transaction with an objection; never seen outside this package. */
    static final class Veto extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Objection objection;

        Veto(Objection objection) {
            super(objection.toString(), null, false, false);
            this.objection = objection;
        }
    }
}
