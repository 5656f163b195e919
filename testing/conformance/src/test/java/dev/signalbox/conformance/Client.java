package dev.signalbox.conformance;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of one client, and what must be known of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(House.Keeper.class)
@Timeout(60)
@interface Client {

    /** How its users call it. */
    String name();

    /** The system property that holds its version; none for what the JDK brings. */
    String version() default "";

    /** What it cannot do; everything else has a test. */
    Cannot[] cannot() default {};

    /** What its users should know. */
    String[] notes() default {};

    /** Something that a client cannot do, whatever it talks to. */
    @interface Cannot {
        Feature what();

        String why();
    }
}
