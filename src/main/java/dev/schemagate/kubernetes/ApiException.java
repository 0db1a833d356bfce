package dev.schemagate.kubernetes;

import java.io.IOException;
import java.time.Duration;

/** The API has answered, and not with what was asked for. */
public final class ApiException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final Duration pause;

    /** @param pause for how long the API does not want to be asked again; zero where it does not say */
    ApiException(int status, String message, Duration pause) {
        super(message);
        this.status = status;
        this.pause = pause;
    }

    int status() {
        return status;
    }

    Duration pause() {
        return pause;
    }

    /** Whether only a person can help: a privilege is missing, or what was asked for is not there. */
    boolean isLasting() {
        return status == 400 || status == 403 || status == 404;
    }

    /** Whether the container has not begun to write a log yet. */
    boolean isWaiting() {
        return status == 400 && getMessage().contains("is waiting to start");
    }

    /** What was asked for lies further back than is kept. */
    boolean isGone() {
        return status == 410;
    }

    /** With what to do about it. */
    String advice() {
        return switch (status) {
            case 401 -> getMessage() + " (401): the token of gate.kubernetes.token-file is not accepted";
            case 403 ->
                getMessage() + " (403): give its service account a Role with that verb, as"
                        + " kubernetes/components/watch-pod and docs/log-sources.md do";
            case 404 -> getMessage() + " (404): look at gate.pod and gate.kubernetes.namespace";
            case 400 -> getMessage() + " (400): look at gate.watch.container";
            case 429 -> getMessage() + " (429): the API is too busy";
            default -> getMessage() + " (" + status + ")";
        };
    }
}
