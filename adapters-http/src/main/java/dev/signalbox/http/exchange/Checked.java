package dev.signalbox.http.exchange;

import java.util.function.BiFunction;
import java.util.function.Function;

/** What came of looking at something that a caller sent: the thing itself, or what is wrong. */
public sealed interface Checked<T> {

    /** It can be used. */
    record Good<T>(T value) implements Checked<T> {}

    /** It cannot, and this is the answer. */
    record Bad<T>(ErrorAnswer answer) implements Checked<T> {}

    /** Goes on with the thing, if it can be used. */
    default <R> Checked<R> then(Function<T, Checked<R>> next) {
        return switch (this) {
            case Good<T> good -> next.apply(good.value());
            case Bad<T> bad -> new Bad<>(bad.answer());
        };
    }

    /** Makes something else of the thing, if it can be used. */
    default <R> Checked<R> map(Function<T, R> into) {
        return then(value -> new Good<>(into.apply(value)));
    }

    /**
     * Makes one thing of two, if both can be used; else says what is wrong with the first bad one.
     */
    static <A, B, R> Checked<R> both(Checked<A> one, Checked<B> other, BiFunction<A, B, R> into) {
        return one.then(a -> other.map(b -> into.apply(a, b)));
    }

    /** It can be used. */
    static <T> Checked<T> good(T value) {
        return new Good<>(value);
    }

    /** It cannot. */
    static <T> Checked<T> bad(ErrorAnswer answer) {
        return new Bad<>(answer);
    }
}
