package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * PostgreSQL's csvlog (PostgreSQL docs 20.8.4). A record ends at a newline outside quotes; statements span lines inside them.
 * One pass counts quotes and commas, and looks at the thirteenth column only.
 */
public final class CsvLog implements LogFormat {

    private static final List<String> COLUMNS = List.of(
            "timestamp",
            "user",
            "dbname",
            "pid",
            "from",
            "session_id",
            "line_num",
            "ps",
            "session_start",
            "vxid",
            "txid",
            "error_severity",
            "state_code",
            "message",
            "detail",
            "hint",
            "internal_query",
            "internal_position",
            "context",
            "statement",
            "cursor_position",
            "location",
            "application_name");

    private static final int COMMAS_BEFORE_STATE = 12;

    private final States states;
    private final LogTime clock;

    public CsvLog(States states, LogTime clock) {
        this.states = states;
        this.clock = clock;
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int start = beginning(bytes, from, to);
        int last = -1;
        int commas = 0;
        boolean quoted = false;
        boolean wanted = false;
        for (int i = start; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && b == ',') {
                if (++commas == COMMAS_BEFORE_STATE) {
                    wanted = states.at(bytes, i + 1, to);
                }
            } else if (!quoted && b == '\n') {
                if (wanted) {
                    parse(bytes, start, i, true, sink);
                }
                last = start;
                start = beginning(bytes, i + 1, to);
                i = start - 1;
                commas = 0;
                wanted = false;
            }
        }
        if (last >= 0) {
            clock.parse(Lines.text(bytes, last, Math.min(last + 40, to)))
                    .map(LogRecord.Reached::new)
                    .ifPresent(sink);
        }
        return start;
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        List<String> columns = split(Lines.text(bytes, from, Math.min(to, from + 65_536)));
        if (columns.size() > COMMAS_BEFORE_STATE && states.contains(columns.get(COMMAS_BEFORE_STATE))) {
            parse(bytes, from, Math.min(to, from + 65_536), false, sink);
        }
    }

    /** The first place from {@code from} on where a record can begin: after a record that was cut, its rest is passed over. */
    private static int beginning(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !looksLikeTime(bytes, at, to)) {
            int end = Lines.end(bytes, at, to);
            if (end == to) {
                return at;
            }
            at = end + 1;
        }
        return at;
    }

    private static boolean looksLikeTime(byte[] b, int at, int to) {
        if (at + 19 > to) {
            // Too short to tell: it is taken for one, and looked at again when there is more of it.
            return true;
        }
        return b[at] >= '0'
                && b[at] <= '9'
                && b[at + 4] == '-'
                && b[at + 7] == '-'
                && b[at + 10] == ' '
                && b[at + 13] == ':'
                && b[at + 16] == ':';
    }

    private void parse(byte[] bytes, int from, int to, boolean complete, Consumer<LogRecord> sink) {
        List<String> columns = split(Lines.text(bytes, from, to));
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < Math.min(columns.size(), COLUMNS.size()); i++) {
            if (!columns.get(i).isEmpty()) {
                fields.put(COLUMNS.get(i), columns.get(i));
            }
        }
        String client = fields.getOrDefault("from", "");
        int port = client.lastIndexOf(':');
        fields.put("remote_host", port < 0 ? client : client.substring(0, port));
        Fields.record(fields, clock, states, complete).ifPresent(sink);
    }

    private static List<String> split(String record) {
        List<String> columns = new ArrayList<>(26);
        StringBuilder column = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
                    column.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        columns.add(column.toString());
        return columns;
    }
}
