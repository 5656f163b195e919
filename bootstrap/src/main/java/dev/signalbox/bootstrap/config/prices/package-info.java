/** What is written about prices: of single deployments, and in the table of models. */
@NullMarked
package dev.signalbox.bootstrap.config.prices;

import org.jspecify.annotations.NullMarked;
