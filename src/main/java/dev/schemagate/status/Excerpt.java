package dev.schemagate.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.ChangedSettings.Setting;
import dev.schemagate.hotfix.FileStatus;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sequence.Progress;
import dev.schemagate.watch.WatchStatus;

/**
 * What of a status fits a page, whatever a database, a log or a folder holds: the beginning of each list and of each text, without
 * characters that move a cursor, hide, or turn the direction of what follows. All of it is in {@code /status}.
 *
 * @param status the same, cut
 * @param revisions how many pods of each revision are in which state, this one among them
 * @param files the hotfix files, those with something open first
 * @param more how many of each list are left out
 */
record Excerpt(Status status, List<String> revisions, List<FileStatus> files, More more) {

    private static final int ROWS = 12;
    private static final int STATEMENTS = 2;
    private static final int SETTINGS = 40;
    private static final int NAME = 100;
    private static final int SENTENCE = 240;
    private static final int VERDICT = 600;
    private static final int SQL = 2_000;

    /** Control characters, those of no width, and those that turn the direction of what follows. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    record More(int findings, int border, int pods, int errors, int files) {}

    static Excerpt of(Status all) {
        List<FileStatus> files = all.hotfixes().files().stream()
                .sorted(Comparator.comparing(file -> file.open().isEmpty() ? 1 : 0))
                .toList();
        List<Heartbeat.Peer> pods = all.pods().stream()
                .sorted(Comparator.comparing(peer -> peer.ready() ? 1 : 0))
                .toList();
        return new Excerpt(
                cut(all, pods),
                revisions(all),
                first(files).stream().map(Excerpt::file).toList(),
                new More(
                        more(all.findings()),
                        more(all.border()),
                        more(all.pods()),
                        more(all.watch().errors()),
                        more(files)));
    }

    private static Status cut(Status all, List<Heartbeat.Peer> pods) {
        return new Status(
                all.state(),
                all.ready(),
                all.verified(),
                name(all.code()),
                text(all.reason(), VERDICT),
                all.since(),
                new PodIdentity(
                        name(all.pod().app()),
                        name(all.pod().pod()),
                        name(all.pod().revision())),
                name(all.database()),
                all.connectivity(),
                all.session(),
                all.steps().stream()
                        .map(step -> new Status.StepStatus(
                                step.step(), step.result(), step.millis(), sentence(step.detail()), step.began()))
                        .toList(),
                all.indexBuild() == null ? null : progress(all.indexBuild()),
                all.hotfixes(),
                sentences(all.findings()),
                sentences(all.border()),
                sentence(all.guard()),
                first(pods).stream().map(Excerpt::peer).toList(),
                all.keepsLastReplica(),
                watch(all.watch()),
                all.events().stream().map(Excerpt::event).toList(),
                all.settings().stream()
                        .limit(SETTINGS)
                        .map(setting -> new Setting(setting.key(), name(setting.value())))
                        .toList());
    }

    private static Progress progress(Progress build) {
        return new Progress(name(build.place()), name(build.index()), build.phase(), build.percent(), build.began());
    }

    private static Heartbeat.Peer peer(Heartbeat.Peer peer) {
        return new Heartbeat.Peer(
                name(peer.pod()), name(peer.revision()), name(peer.state()), peer.ready(), peer.beat(), peer.changed());
    }

    private static Transition event(Transition event) {
        return new Transition(
                event.at(), name(event.state()), event.ready(), name(event.code()), sentence(event.reason()));
    }

    private static FileStatus file(FileStatus file) {
        return new FileStatus(
                name(file.file()),
                file.statements(),
                file.satisfied(),
                file.open().stream()
                        .limit(STATEMENTS)
                        .map(open -> new FileStatus.Open(
                                open.line(), open.verdict(), sentence(open.reason()), name(open.locks())))
                        .toList());
    }

    private static WatchStatus watch(WatchStatus all) {
        return new WatchStatus(
                all.provider(),
                all.sources().stream()
                        .map(source -> new WatchStatus.SourceStatus(
                                source.source(),
                                source.readable(),
                                sentence(source.reason()),
                                name(source.file()),
                                source.bytes(),
                                source.reached(),
                                source.canary()))
                        .toList(),
                all.watermark(),
                all.lagSeconds(),
                sentence(all.attribution()),
                all.revocations(),
                sentence(all.heal()),
                all.countdown(),
                first(all.errors()).stream().map(Excerpt::error).toList());
    }

    private static WatchStatus.ErrorStatus error(WatchStatus.ErrorStatus error) {
        return new WatchStatus.ErrorStatus(
                error.sqlState(),
                sentence(error.message()),
                null,
                name(error.applicationName()),
                name(error.remoteHost()),
                error.attribution(),
                error.counted(),
                error.count(),
                error.first(),
                error.last(),
                whole(error.suggestion()),
                sentence(error.note()));
    }

    /** As {@code 7f: 2 of 3 pods ready (1 revoked, 2 verified)}. */
    private static List<String> revisions(Status all) {
        Map<String, List<Heartbeat.Peer>> byRevision = new LinkedHashMap<>();
        List<Heartbeat.Peer> pods = new ArrayList<>(all.pods());
        pods.add(
                0,
                new Heartbeat.Peer(all.pod().pod(), all.pod().revision(), all.state(), all.ready(), all.since(), null));
        pods.forEach(pod -> byRevision
                .computeIfAbsent(pod.revision(), revision -> new ArrayList<>())
                .add(pod));
        List<String> lines = new ArrayList<>();
        byRevision.forEach((revision, some) -> {
            Map<String, Integer> states = new TreeMap<>();
            some.forEach(pod -> states.merge(name(pod.state()), 1, Integer::sum));
            long ready = some.stream().filter(Heartbeat.Peer::ready).count();
            List<String> counts = states.entrySet().stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .toList();
            lines.add(name(revision) + ": " + ready + " of " + some.size() + " ready (" + String.join(", ", counts)
                    + ")");
        });
        return first(lines);
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(ROWS, all.size()));
    }

    private static int more(List<?> all) {
        return Math.max(0, all.size() - ROWS);
    }

    private static List<String> sentences(List<String> all) {
        return first(all).stream().map(Excerpt::sentence).toList();
    }

    /** Of what to do. */
    static String sentences(String text) {
        return text(text, 2 * SENTENCE);
    }

    private static String name(String text) {
        return text(text, NAME);
    }

    private static String sentence(String text) {
        return text(text, SENTENCE);
    }

    /** What somebody copies is whole, and what it seems to be; else it is not there. */
    static @Nullable String whole(@Nullable String sql) {
        return sql == null
                        || sql.length() > SQL
                        || UNPRINTABLE.matcher(sql.replace('\n', ' ')).find()
                ? null
                : sql;
    }

    /** On one line, but for the verdict, whose further lines are indented, so that none passes for one of the page's own. */
    private static String text(String text, int most) {
        String some = text.length() <= most
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
        return some.lines()
                .map(line -> UNPRINTABLE.matcher(line).replaceAll(" "))
                .collect(Collectors.joining(most == VERDICT ? "\n    " : " "));
    }
}
