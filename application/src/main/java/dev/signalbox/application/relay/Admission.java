package dev.signalbox.application.relay;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelGroup;

/**
 * The proof that a call was let in.
 *
 * @param directory the one that this call sees to its end
 */
record Admission(Caller caller, ModelGroup group, Directory directory) {}
