package dev.signalbox.http.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.ModelName;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SeveralSignalsTest {

    @Test
    void whoeverCannotNoteItKeepsNobodyElseFromNotingIt() {
        List<ModelName> noted = new ArrayList<>();
        Signals broken =
                new Signals() {
                    @Override
                    public void retryRefused(ModelName group) {
                        throw new IllegalStateException("the disk is full");
                    }
                };
        Signals whole =
                new Signals() {
                    @Override
                    public void retryRefused(ModelName group) {
                        noted.add(group);
                    }
                };

        new SeveralSignals(List.of(broken, whole)).retryRefused(new ModelName("g"));

        assertThat(noted).containsExactly(new ModelName("g"));
    }
}
