package dev.schemagate.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

/**
 * Marks a test whose answer depends on PostgreSQL's version: {@code -Dgroups=every-version -Dtest.postgres=14} runs these
 * only, and continuous integration runs them on the oldest and the newest version.
 */
@Tag("every-version")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EveryVersion {}
