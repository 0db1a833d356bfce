package dev.schemagate.migrate.contract;

import java.time.Instant;

/**
 * A contract that was carried out.
 *
 * @param by the pod whose gate did it
 */
public record Done(String object, String file, int line, String reason, Instant at, String by) {}
