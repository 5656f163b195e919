package dev.signalbox.bootstrap.process;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.driven.routing.Pauser;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real pauses, over as soon as the caller is gone. */
public final class Interlude implements Pauser {

    /** Waits for nobody yet. */
    public Interlude() {}

    @Override
    public void pause(Duration pause, Hangup hangup) {
        CountDownLatch gone = new CountDownLatch(1);
        hangup.whenHungUp(gone::countDown);
        try {
            var unused = gone.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
