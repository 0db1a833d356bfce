package dev.schemagate.error;

/** Whether doing the same again can succeed without anybody changing anything. */
public enum Retry {
    /** Time alone may heal it: no connection, a lock held by somebody. Tried again with backoff. */
    TRANSIENT,
    /** A person must change something: reported at once, tried again when the files change and at a long interval. */
    PERMANENT
}
