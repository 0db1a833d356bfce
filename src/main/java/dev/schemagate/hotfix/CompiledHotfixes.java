package dev.schemagate.hotfix;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;

/**
 * What the statements of files ask for, kept in {@code schema_gate.compiled} by the files' hashes: a file that any gate of
 * this very program has parsed and judged is not parsed again. What the catalog has of it is asked every time.
 */
final class CompiledHotfixes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<CompiledStatement>> STATEMENTS = new TypeReference<>() {};

    private final String table;
    private final String gate;
    private final NameResolution names;
    private final HotfixJudge judge;

    /** What was read last, so that a recheck of unchanged files asks the catalog only. */
    private Map<String, List<CompiledStatement>> latest = Map.of();

    CompiledHotfixes(String bookkeeping, String program, String foreignSchema, HotfixJudge judge) {
        this.table = Identifiers.quote(bookkeeping) + ".compiled";
        this.gate = String.join("/", program, foreignSchema, judge.settings());
        this.names = new NameResolution(foreignSchema);
        this.judge = judge;
    }

    /** Of all files, in their order; what had to be parsed is kept. One query where everything is known. */
    List<Hotfix> read(Connection session, List<HotfixFile> files) throws SQLException {
        Map<String, List<CompiledStatement>> known = latest;
        if (files.stream().allMatch(file -> latest.containsKey(file.sha256()))) {
            return hotfixes(files, known);
        }
        known = known(session, files);
        Set<String> kept = Set.copyOf(known.keySet());
        List<HotfixFile> news =
                files.stream().filter(file -> !kept.contains(file.sha256())).toList();
        if (!news.isEmpty()) {
            Map<String, List<CompiledStatement>> compiled =
                    Compiler.compile(news, names, judge).orRefuse();
            keep(session, compiled);
            known.putAll(compiled);
        }
        latest = known;
        return hotfixes(files, known);
    }

    /** The files parsed and judged anew, keeping nothing. */
    Compilation compile(List<HotfixFile> files) {
        return Compiler.compile(files, names, judge);
    }

    /** The statements of all files, in the order of their replay. */
    static List<Hotfix> hotfixes(List<HotfixFile> files, Map<String, List<CompiledStatement>> known) {
        List<Hotfix> hotfixes = new ArrayList<>();
        for (HotfixFile file : files) {
            known.getOrDefault(file.sha256(), List.of()).forEach(s -> hotfixes.add(new Hotfix(file, s)));
        }
        return hotfixes;
    }

    private Map<String, List<CompiledStatement>> known(Connection session, List<HotfixFile> files) throws SQLException {
        String sql = "SELECT sha256, statements FROM " + table + " WHERE gate = ? AND sha256 = ANY (?)";
        Map<String, List<CompiledStatement>> known = new HashMap<>();
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, gate);
            select.setArray(
                    2,
                    session.createArrayOf(
                            "text", files.stream().map(HotfixFile::sha256).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.put(row.getString(1), JSON.readValue(row.getString(2), STATEMENTS));
                }
            }
        } catch (JsonProcessingException e) {
            // Written by something else than this program; what is not understood is parsed.
            return new HashMap<>();
        }
        return known;
    }

    /** One statement for all: the driver answers a lost connection in the middle of a batch with an error of its own. */
    private void keep(Connection session, Map<String, List<CompiledStatement>> compiled) throws SQLException {
        String sql = "INSERT INTO " + table + " (sha256, gate, statements)"
                + " SELECT file, ?, statements::jsonb FROM unnest(?, ?) f (file, statements)"
                + " ON CONFLICT (sha256, gate) DO UPDATE SET statements = EXCLUDED.statements";
        List<String> statements = new ArrayList<>();
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            for (List<CompiledStatement> asked : compiled.values()) {
                statements.add(JSON.writerFor(STATEMENTS).writeValueAsString(asked));
            }
            insert.setString(1, gate);
            insert.setArray(2, session.createArrayOf("text", compiled.keySet().toArray()));
            insert.setArray(3, session.createArrayOf("text", statements.toArray()));
            insert.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
