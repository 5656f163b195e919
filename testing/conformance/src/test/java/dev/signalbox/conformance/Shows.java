package dev.signalbox.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that shows that a feature works. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Shows {
    Feature value();

    /** What the client makes of it, if that is not plain: an exception, mostly. */
    String as() default "works";
}
