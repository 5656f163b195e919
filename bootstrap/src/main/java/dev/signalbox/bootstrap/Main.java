package dev.signalbox.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.bootstrap.Arguments.UsageError;
import dev.signalbox.bootstrap.command.CommandFailed;
import dev.signalbox.bootstrap.command.Surroundings;
import dev.signalbox.bootstrap.config.reading.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.demo.Demo;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.bootstrap.process.LogLines;
import dev.signalbox.http.CannotListen;
import dev.signalbox.http.remote.RemoteFailed;
import dev.signalbox.persistence.contact.DatabaseUnreachable;
import dev.signalbox.persistence.journal.JournalUnusable;
import dev.signalbox.persistence.transfer.Rows.TransferRefused;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The command. */
public final class Main {

    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    /** How long a start that is under way may take to stop. */
    private static final Duration START_STOPS_WITHIN = Duration.ofSeconds(20);

    /** How long an errand may take to stop; what it has not committed is undone. */
    private static final Duration ERRAND_STOPS_WITHIN = Duration.ofSeconds(2);

    private final Console console;
    private final Environment environment;
    private final Closing closing = new Closing(Thread.currentThread());
    private final AtomicReference<Exit> end = new AtomicReference<>(Exit.DONE);

    private Main(Console console, Environment environment) {
        this.console = console;
        this.environment = environment;
    }

    /** Runs until the process is told to stop, unless there is nothing to run. */
    public static void main(String... arguments) {
        new Main(Console.ofProcess(), new Environment(System.getenv())).run(arguments);
    }

    private void run(String... arguments) {
        Wish wish;
        try {
            wish = new Arguments(environment, AllCommands.in(surroundings())).read(arguments);
        } catch (UsageError e) {
            console.fail(String.valueOf(e.getMessage()));
            System.exit(Exit.USAGE.code());
            return;
        }
        switch (wish) {
            case Wish.Help help -> System.out.print(Texts.help());
            case Wish.Version version -> System.out.println("Signalbox " + Texts.version());
            case Wish.Page page -> System.out.print(page.text());
            case Wish.Errand errand -> once(errand);
            case Wish.Serve serve -> untilTheEnd(serve.debug(), () -> serve(serve));
            case Wish.Demo demo -> untilTheEnd(false, () -> demo(demo));
        }
    }

    private void serve(Wish.Serve wish) {
        Plan plan = new Planner(wish, environment, console).plan();
        URI address = Gateway.start(plan, console, closing);
        console.say("Signalbox " + Texts.version() + " listens on " + address);
    }

    private void demo(Wish.Demo wish) {
        new Demo(console, closing, this::gatewayOf).run(wish.port());
    }

    /** A demo's gateway knows only what the demo tells it: nothing from this environment. */
    private URI gatewayOf(Demo.Setting setting) {
        Wish.Serve serve =
                new Wish.Serve(
                        setting.config(),
                        setting.host(),
                        setting.port(),
                        null,
                        setting.dataDir(),
                        null,
                        null,
                        false,
                        false,
                        false,
                        List.of());
        Plan plan = new Planner(serve, new Environment(setting.variables()), console).plan();
        return Gateway.start(plan, console, closing);
    }

    /** Runs {@code start}; what it has opened is closed when the process is told to stop. */
    private void untilTheEnd(boolean debug, Runnable start) {
        LogLines.setUp(environment.get("LITELLM_LOG"), debug);
        stopWith(START_STOPS_WITHIN);
        Exit exit = attempt(start);
        boolean toldToStop = closing.startIsOver();
        if (exit == Exit.DONE || toldToStop) {
            closing.awaitEnd();
            return;
        }
        end.set(exit);
        System.exit(exit.code());
    }

    /** Does {@code errand} and ends. */
    private void once(Wish.Errand errand) {
        LogLines.setUp(environment.get("LITELLM_LOG"), false);
        end.set(Exit.INTERRUPTED);
        stopWith(ERRAND_STOPS_WITHIN);
        AtomicReference<Exit> exit = new AtomicReference<>(Exit.DONE);
        Exit failure = attempt(() -> exit.set(errand.command().run(errand.said())));
        if (!closing.startIsOver()) {
            end.set(failure == Exit.DONE ? exit.get() : failure);
        }
        System.out.flush();
        System.exit(end.get().code());
    }

    private void stopWith(Duration patience) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(patience), "stop"));
    }

    private Surroundings surroundings() {
        return new Surroundings(
                console,
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
                environment,
                Texts.version(),
                DataFolder.usual(
                        System.getProperty("os.name", ""),
                        System.getProperty("user.home", ""),
                        environment),
                closing);
    }

    private Exit attempt(Runnable start) {
        try {
            start.run();
            return Exit.DONE;
        } catch (RuntimeException | Error e) {
            // Whoever is told to stop while starting is interrupted; what follows is no mistake.
            return closing.isEnding() ? Exit.DONE : tell(e);
        }
    }

    private Exit tell(Throwable failure) {
        if (failure instanceof BadConfiguration bad) {
            bad.errors().forEach(console::fail);
            return Exit.CONFIGURATION;
        }
        if (failure instanceof CannotListen || failure instanceof JournalUnusable) {
            console.fail(String.valueOf(failure.getMessage()));
            return Exit.CONFIGURATION;
        }
        if (failure instanceof DatabaseUnreachable || failure instanceof RegistryUnavailable) {
            console.fail(String.valueOf(failure.getMessage()));
            return Exit.DATABASE;
        }
        if (failure instanceof CommandFailed failed) {
            console.fail(String.valueOf(failed.getMessage()));
            return failed.exit();
        }
        if (failure instanceof RemoteFailed failed) {
            console.fail(String.valueOf(failed.getMessage()));
            return failed.answered() ? Exit.REFUSED : Exit.GATEWAY;
        }
        if (failure instanceof TransferRefused) {
            console.fail(String.valueOf(failure.getMessage()));
            return Exit.DATA;
        }
        console.fail("a mistake of ours stops the start; please report the next line");
        LOG.log(System.Logger.Level.ERROR, "the start failed", failure);
        return Exit.BUG;
    }

    /** The platform would say that a signal ended us; we say how it really went. */
    private void stop(Duration patience) {
        closing.end(patience);
        System.err.flush();
        Runtime.getRuntime().halt(end.get().code());
    }
}
