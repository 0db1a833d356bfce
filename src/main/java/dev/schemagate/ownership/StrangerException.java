package dev.schemagate.ownership;

import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** There is something in the foreign schema that no engine owns, where {@code gate.audit.strangers} is fail. */
public final class StrangerException extends GateException {

    /** @param strangers described, at least one */
    public StrangerException(List<String> strangers) {
        super(
                ErrorCode.OW001,
                Retry.PERMANENT,
                strangers.get(0) + (strangers.size() > 1 ? " (and " + (strangers.size() - 1) + " more)" : "")
                        + "; move or remove it, or set gate.audit.strangers=report",
                null);
    }
}
