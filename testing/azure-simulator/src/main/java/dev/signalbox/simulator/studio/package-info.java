/** What is made besides chats and vectors: responses, pictures, sound, judgements. */
@NullMarked
package dev.signalbox.simulator.studio;

import org.jspecify.annotations.NullMarked;
