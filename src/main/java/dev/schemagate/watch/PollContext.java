package dev.schemagate.watch;

/** What the records of one poll are seen in the light of. */
record PollContext(LiveAttribution attribution, Identification identification, CatalogLook catalog) {}
