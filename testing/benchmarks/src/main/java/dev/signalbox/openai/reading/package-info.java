/** Measures what only this package can reach; lies in the benchmarks, not in the product. */
@NullMarked
package dev.signalbox.openai.reading;

import org.jspecify.annotations.NullMarked;
