package dev.signalbox.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many threads, each with a connection of its own, that do the same until they are done. */
final class Callers implements AutoCloseable {

    private final List<Line> lines = new ArrayList<>();
    private final Question question;

    /** Opens the connections, so that no call pays for it. */
    Callers(Question question, int count) throws IOException {
        this.question = question;
        try {
            for (int i = 0; i < count; i++) {
                lines.add(new Line(question));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** What one caller does. */
    interface Work {
        /**
         * Does all of it.
         *
         * @param number of this caller, from 0
         */
        void with(Seat seat, int number);
    }

    /** A place to call from: its connection is opened anew after it broke. */
    final class Seat {
        private Line line;

        private Seat(Line line) {
            this.line = line;
        }

        void ask(Line.Ear ear) throws IOException {
            try {
                line.ask(ear);
            } catch (IOException e) {
                renew();
                throw e;
            }
        }

        void ask(Question other) throws IOException {
            try {
                line.ask(other);
            } catch (IOException e) {
                renew();
                throw e;
            }
        }

        private void renew() throws IOException {
            line.close();
            line = new Line(question);
        }

        private void leave() {
            try {
                line.close();
            } catch (IOException e) {
                // Nothing is lost with it.
                return;
            }
        }
    }

    /** Lets all of them work and waits for them. */
    void work(Work work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Seat seat = new Seat(lines.get(i));
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .name("caller-" + number)
                            .daemon()
                            .start(
                                    () -> {
                                        work.with(seat, number);
                                        seat.leave();
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.close();
        }
    }
}
