package dev.signalbox.bootstrap.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The rules of the house that can be seen in compiled classes. Each has a planted violation. */
enum HouseRule {
    DOMAIN_USES_ONLY_THE_LANGUAGE(DomainRules::usesOnlyTheLanguage),
    DOMAIN_DOES_NO_INPUT_AND_OUTPUT(DomainRules::doesNoInputAndOutput),
    DOMAIN_ROOMS_KNOW_ONLY_WHAT_LIES_BELOW(DomainRules::roomsKnowOnlyWhatLiesBelow),
    APPLICATION_KNOWS_NO_TECHNOLOGY(ApplicationRules::knowsNoTechnology),
    CALL_USES_ONLY_DOMAIN(ApplicationRules::callUsesOnlyDomain),
    PORTS_USE_ONLY_CALL_AND_DOMAIN(ApplicationRules::portsUseOnlyCallAndDomain),
    RELAY_AND_ADMIN_STAY_APART(ApplicationRules::relayAndAdminStayApart),
    PORTS_ARE_INTERFACES(ApplicationRules::portsAreInterfaces),
    INTERFACES_DO_NOT_KNOW_WHO_IMPLEMENTS_THEM(
            ApplicationRules::interfacesDoNotKnowWhoImplementsThem),
    DRIVING_PORTS_HAVE_ONE_HIDDEN_IMPLEMENTATION(
            ApplicationRules::drivingPortsHaveOneHiddenImplementation),
    ADAPTERS_NEVER_MEET(AdapterRules::neverMeet),
    HTTP_IS_DRIVING(AdapterRules::httpIsDriving),
    PERSISTENCE_AND_PROVIDERS_ARE_DRIVEN(AdapterRules::persistenceAndProvidersAreDriven),
    EACH_TECHNOLOGY_HAS_ONE_ROOM(AdapterRules::eachTechnologyHasOneRoom),
    COLUMNS_ARE_READ_BY_CLASS(AdapterRules::columnsAreReadByClass),
    NOBODY_NEEDS_BOOTSTRAP(AdapterRules::nobodyNeedsBootstrap),
    ONLY_BOOTSTRAP_SAYS_NEW(AdapterRules::onlyBootstrapSaysNew),
    NO_CIRCLES(ShapeRules::noCircles),
    NAMES_SAY_SOMETHING(ShapeRules::namesSaySomething),
    PACKAGES_ARE_OF_A_READABLE_SIZE(ShapeRules::packagesAreOfAReadableSize),
    FIELDS_ARE_FINAL(HabitRules::fieldsAreFinal),
    TIME_AND_CHANCE_ARE_HANDED_IN(HabitRules::timeAndChanceAreHandedIn),
    NO_OLD_WAYS(HabitRules::forbiddenOldWays),
    METHODS_SAY_WHAT_THEY_TAKE(HabitRules::methodsSayWhatTheyTake),
    OPTIONALS_ARE_ANSWERS(HabitRules::optionalsAreAnswers);

    private final Function<Rooms, ArchRule> rule;

    HouseRule(Function<Rooms, ArchRule> rule) {
        this.rule = rule;
    }

    /** What is wrong with {@code classes}, whose rooms lie below {@code rooms}. */
    List<String> violations(Rooms rooms, JavaClasses classes) {
        return rule.apply(rooms).evaluate(classes).getFailureReport().getDetails();
    }

    /** Where its planted violations lie: its name without the underscores. */
    Rooms planted() {
        return new Rooms(
                "dev.signalbox.planted." + name().toLowerCase(Locale.ROOT).replace("_", ""));
    }

    /** Whether the class is part of the product, or only proves something about it. */
    static boolean isProduct(JavaClass type) {
        return !Rooms.PROOF.contains(Rooms.HOUSE.room(type));
    }
}
