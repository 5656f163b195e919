package io.helidon.builder.api;

import io.helidon.common.config.Config;

/**
 * A bridge between two versions of Helidon; nobody in Signalbox calls it.
 *
 * <p>The newest Helidon DB Client that can be had is 4.1.7, and everything else of Helidon is
 * 4.5.0. DB Client 4.1.7 was compiled against this very type, which Helidon 4.2.0 took away. Under
 * its old name (the dollar sign is part of it, as of every nested type in a class file) it is here
 * again, and DB Client links. For the one other thing that is missing, {@code
 * Value.create(MapperManager, ...)}, see the rule that a column is read only by {@code get(Class)}.
 *
 * <p>Delete this file when DB Client 4.2 or newer can be had.
 *
 * @param <B> the builder
 * @param <P> what it builds
 */
@SuppressWarnings({"deprecation", "removal", "checkstyle:TypeName"})
public interface Prototype$ConfiguredBuilder<B, P> extends Prototype.Builder<B, P> {

    /** Takes what the configuration says. */
    B config(Config config);
}
