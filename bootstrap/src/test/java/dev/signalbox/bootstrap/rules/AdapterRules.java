package dev.signalbox.bootstrap.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;

import java.util.Set;
import java.util.stream.Stream;

/** What adapters and bootstrap may know. */
final class AdapterRules {

    private static final String[] WEB_SERVER = {"io.helidon.webserver.."};
    private static final String[] DATABASE = {
        "io.helidon.dbclient..",
        "java.sql..",
        "javax.sql..",
        "org.postgresql..",
        "com.zaxxer..",
        "liquibase.."
    };
    private static final String[] JSON = {"com.fasterxml.jackson..", "tools.jackson.."};
    private static final String[] YAML = {"org.yaml..", "org.snakeyaml.."};

    /** What domain and application never hear of. */
    static final String[] TECHNOLOGIES =
            Stream.of(
                            WEB_SERVER,
                            DATABASE,
                            JSON,
                            YAML,
                            new String[] {"io.helidon..", "io.netty..", "java.net.http.."})
                    .flatMap(Stream::of)
                    .toArray(String[]::new);

    private static final Set<String> HIDDEN =
            Set.of("application.relay", "application.admin", "application.directory");

    private AdapterRules() {}

    static ArchRule neverMeet(Rooms rooms) {
        return classes()
                .that(rooms.ours())
                .should(
                        Conditions.holds(
                                "not use another adapter (azure may use openai)",
                                type -> otherAdapters(rooms, type)));
    }

    /** But for two rooms: one counts, the other tells somebody. */
    static ArchRule httpIsDriving(Rooms rooms) {
        ArchRule routes =
                noClasses()
                        .that()
                        .resideInAPackage(rooms.in("http"))
                        .and()
                        .resideOutsideOfPackages(rooms.in("http.observe"), rooms.in("http.webhook"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(notForRoutes(rooms))
                        .allowEmptyShould(true);
        return CompositeArchRule.of(routes)
                .and(isDrivenBy(rooms, "http.observe", "application.driven.routing.Signals"))
                .and(
                        isDrivenBy(
                                rooms,
                                "http.webhook",
                                "application.driven.money.BudgetNotices",
                                "application.driven.money.NoticePost"));
    }

    private static String[] notForRoutes(Rooms rooms) {
        return rooms.in(
                "application.driven",
                "application.relay",
                "application.admin",
                "application.directory");
    }

    private static ArchRule isDrivenBy(Rooms rooms, String room, String... ports) {
        DescribedPredicate<JavaClass> others =
                JavaClass.Predicates.resideInAnyPackage(notForRoutes(rooms));
        for (String port : ports) {
            others =
                    others.and(
                            DescribedPredicate.not(
                                    JavaClass.Predicates.belongTo(named(rooms.type(port)))));
        }
        return noClasses()
                .that()
                .resideInAPackage(rooms.in(room))
                .should()
                .dependOnClassesThat(others)
                .allowEmptyShould(true);
    }

    static ArchRule persistenceAndProvidersAreDriven(Rooms rooms) {
        return noClasses()
                .that(
                        DescribedPredicate.describe(
                                "are adapters other than http",
                                type -> rooms.isAdapter(type) && !rooms.room(type).equals("http")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms.in(
                                "application.driving",
                                "application.relay",
                                "application.admin",
                                "application.directory"))
                .allowEmptyShould(true);
    }

    static ArchRule eachTechnologyHasOneRoom(Rooms rooms) {
        DescribedPredicate<JavaClass> speakers =
                DescribedPredicate.describe(
                        "are http or a provider",
                        type -> rooms.isAdapter(type) && !rooms.room(type).equals("persistence"));
        return CompositeArchRule.of(only(rooms, inRoom(rooms, "http"), WEB_SERVER))
                .and(only(rooms, inRoom(rooms, "persistence"), DATABASE))
                .and(only(rooms, speakers, JSON))
                .and(only(rooms, inRoom(rooms, "bootstrap.config"), YAML));
    }

    static ArchRule nobodyNeedsBootstrap(Rooms rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(rooms.in("bootstrap"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rooms.in("bootstrap"));
    }

    static ArchRule onlyBootstrapSaysNew(Rooms rooms) {
        return classes()
                .that(rooms.ours())
                .should(
                        Conditions.holds(
                                "leave it to bootstrap to make what other modules offer",
                                type ->
                                        type.getConstructorCallsFromSelf().stream()
                                                .filter(call -> isOthersToMake(rooms, call))
                                                .map(JavaConstructorCall::getDescription)));
    }

    /** DB Client 4.1 breaks on SQL's null, and on our mix of versions, in all other readers. */
    static ArchRule columnsAreReadByClass(Rooms rooms) {
        return noClasses()
                .that(rooms.ours())
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "a column is read otherwise than by get(Class) or getString()",
                                access ->
                                        access.getTargetOwner()
                                                        .getName()
                                                        .equals("io.helidon.dbclient.DbColumn")
                                                && !isSafeReader(access.getTarget())));
    }

    private static boolean isSafeReader(AccessTarget target) {
        return switch (target.getName()) {
            case "getString", "name" -> true;
            case "get" ->
                    target instanceof AccessTarget.CodeUnitCallTarget call
                            && call.getRawParameterTypes().size() == 1;
            default -> false;
        };
    }

    private static Stream<String> otherAdapters(Rooms rooms, JavaClass type) {
        if (!rooms.isAdapter(type)) {
            return Stream.empty();
        }
        String own = rooms.room(type);
        return type.getDirectDependenciesFromSelf().stream()
                .filter(use -> rooms.isAdapter(use.getTargetClass()))
                .filter(use -> !rooms.room(use.getTargetClass()).equals(own))
                .filter(
                        use ->
                                !(own.equals("azure")
                                        && rooms.room(use.getTargetClass()).equals("openai")))
                .map(Dependency::getDescription);
    }

    private static ArchRule only(
            Rooms rooms, DescribedPredicate<JavaClass> users, String[] technology) {
        return noClasses()
                .that(rooms.ours())
                .and(DescribedPredicate.not(users))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology);
    }

    private static DescribedPredicate<JavaClass> inRoom(Rooms rooms, String room) {
        return JavaClass.Predicates.resideInAPackage(rooms.in(room));
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return DescribedPredicate.describe(name, type -> type.getName().equals(name));
    }

    private static boolean isOthersToMake(Rooms rooms, JavaConstructorCall call) {
        JavaClass made = call.getTargetOwner();
        String maker = rooms.module(call.getOriginOwner());
        if (maker.equals("bootstrap") || maker.equals(rooms.module(made))) {
            return false;
        }
        boolean hidden =
                HIDDEN.stream()
                        .anyMatch(room -> made.getPackageName().startsWith(rooms.type(room)));
        boolean adapters =
                rooms.isAdapter(made) && made.getModifiers().contains(JavaModifier.PUBLIC);
        return hidden || adapters;
    }
}
