package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of one record of csvlog (PostgreSQL docs 20.8.4), as many as it has. */
record CsvRecord(List<String> columns) {

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

    private static final int STATE = 12;

    /** The first columns, which tell whose the record is. */
    private static final int SESSION_COLUMNS = 5;

    /** The SQLSTATE; empty where the record ends before it. */
    String state() {
        return columns.size() > STATE ? columns.get(STATE) : "";
    }

    /** @param whole whether it was finished; of one that was cut the last column may itself be cut */
    Report report(LogTime times, boolean whole) {
        boolean complete = whole && columns.size() >= COLUMNS.size();
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < Math.min(complete ? columns.size() : columns.size() - 1, COLUMNS.size()); i++) {
            boolean field = i < SESSION_COLUMNS || i == COLUMNS.size() - 1;
            if (field || !columns.get(i).isEmpty()) {
                values.put(COLUMNS.get(i), columns.get(i));
            }
        }
        String client = values.getOrDefault("from", "");
        int port = client.lastIndexOf(':');
        values.put("remote_host", port < 0 ? client : client.substring(0, port));
        return Report.of(values, state(), times, complete);
    }

    static CsvRecord of(String record) {
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
        return new CsvRecord(columns);
    }
}
