package dev.signalbox.application.relay;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.Resolution;

/**
 * The proof that a call was let in.
 *
 * @param group where the name that was asked for leads
 * @param directory the one that this call sees to its end
 */
record Admission(Caller caller, Resolution resolution, ModelGroup group, Directory directory)
        implements Gate.Entry {
    @Override
    public long revision() {
        return directory.revision();
    }
}
