package dev.schemagate.sql;

/**
 * What a parser takes on, so that no input can exhaust the process.
 *
 * @param maxBytes the largest source text, in bytes of UTF-8
 * @param maxDepth the deepest syntax tree, in nested nodes
 * @param maxPages the memory one parser instance may grow to, in pages of 64 KiB
 * @param keepPages an instance that grew beyond this is dropped after use, since its memory never shrinks
 */
public record SqlLimits(int maxBytes, int maxDepth, int maxPages, int keepPages) {

    /** 32 MiB of text, 2,000 levels, 512 MiB of memory, instances up to 128 MiB kept. */
    public static final SqlLimits DEFAULT = new SqlLimits(32 << 20, 2_000, 8_192, 2_048);
}
