package dev.signalbox.planted.domainusesonlythelanguage.domain.catalog;

import java.beans.Transient;

/** Breaks the rule. */
public interface CulpritOfBeans {
    @Transient
    String name();
}
