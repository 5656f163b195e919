package dev.signalbox.bootstrap;

import dev.signalbox.application.driven.Registry.RegistryUnavailable;
import dev.signalbox.bootstrap.Arguments.UsageError;
import dev.signalbox.bootstrap.config.Environment;
import dev.signalbox.bootstrap.config.yaml.BadConfiguration;
import dev.signalbox.bootstrap.demo.Demo;
import dev.signalbox.bootstrap.process.Closing;
import dev.signalbox.bootstrap.process.Console;
import dev.signalbox.bootstrap.process.Exit;
import dev.signalbox.bootstrap.process.LogLines;
import dev.signalbox.http.CannotListen;
import dev.signalbox.persistence.contact.DatabaseUnreachable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The command. */
public final class Main {

    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    /** How long a start that is under way may take to stop. */
    private static final Duration START_STOPS_WITHIN = Duration.ofSeconds(20);

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
            wish = new Arguments(environment).read(arguments);
        } catch (UsageError e) {
            console.fail(e.getMessage() + ". `signalbox --help` shows what there is.");
            System.exit(Exit.USAGE.code());
            return;
        }
        switch (wish) {
            case Wish.Help help -> System.out.print(Texts.help());
            case Wish.Version version -> System.out.println("Signalbox " + Texts.version());
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
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        Exit exit = attempt(start);
        boolean toldToStop = closing.startIsOver();
        if (exit == Exit.DONE || toldToStop) {
            closing.awaitEnd();
            return;
        }
        end.set(exit);
        System.exit(exit.code());
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
        if (failure instanceof CannotListen) {
            console.fail(String.valueOf(failure.getMessage()));
            return Exit.CONFIGURATION;
        }
        if (failure instanceof DatabaseUnreachable || failure instanceof RegistryUnavailable) {
            console.fail(String.valueOf(failure.getMessage()));
            return Exit.DATABASE;
        }
        console.fail("a mistake of ours stops the start; please report the next line");
        LOG.log(System.Logger.Level.ERROR, "the start failed", failure);
        return Exit.BUG;
    }

    /** The platform would say that a signal ended us; we say how it really went. */
    private void stop() {
        closing.end(START_STOPS_WITHIN);
        System.err.flush();
        Runtime.getRuntime().halt(end.get().code());
    }
}
