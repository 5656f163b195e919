package dev.signalbox.application.admin.models;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import java.util.List;

/** After the key was changed, everything that is stored is sealed with the new one. */
public final class SealRenewal {

    private final Registry registry;
    private final ModelWorkshop workshop;

    public SealRenewal(Registry registry, ModelWorkshop workshop) {
        this.registry = registry;
        this.workshop = workshop;
    }

    /**
     * Seals anew what an old key has sealed. Several processes may do so at the same time.
     *
     * @param models that are stored, as far as is known
     * @return how many were
     * @throws Registry.RegistryUnavailable if the registry cannot be asked; then none was
     */
    public int renew(List<StoredModel> models) {
        List<StoredModel> old =
                models.stream().filter(model -> workshop.sealedAnew(model) != null).toList();
        return old.isEmpty() ? 0 : registry.change(Author.SIGNALBOX, edit -> renew(edit, old));
    }

    /** What another process has done meanwhile is left as it is. */
    private int renew(Registry.Edit edit, List<StoredModel> old) {
        int renewed = 0;
        for (StoredModel known : old) {
            StoredModel present = edit.model(known.id()).orElse(null);
            Sealed anew = present == null ? null : workshop.sealedAnew(present);
            if (present != null && anew != null) {
                edit.put(present.sealed(anew));
                renewed++;
            }
        }
        return renewed;
    }
}
