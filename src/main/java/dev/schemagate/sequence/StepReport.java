package dev.schemagate.sequence;

import java.time.Duration;
import java.time.Instant;

/** One step of the last run: what it came to, when it began and how long it took. */
public record StepReport(String step, StepResult result, Instant began, Duration took) {}
