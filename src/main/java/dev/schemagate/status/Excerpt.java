package dev.schemagate.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
                Cut.name(all.code()),
                Cut.verdict(all.reason()),
                all.since(),
                new PodIdentity(
                        Cut.name(all.pod().app()),
                        Cut.name(all.pod().pod()),
                        Cut.name(all.pod().revision())),
                Cut.name(all.database()),
                all.connectivity(),
                all.session(),
                all.steps().stream()
                        .map(step -> new Status.StepStatus(
                                step.step(), step.result(), step.millis(), Cut.sentence(step.detail()), step.began()))
                        .toList(),
                all.indexBuild() == null ? null : progress(all.indexBuild()),
                all.hotfixes(),
                sentences(all.findings()),
                sentences(all.border()),
                Cut.sentence(all.guard()),
                first(pods).stream().map(Excerpt::peer).toList(),
                all.keepsLastReplica(),
                watch(all.watch()),
                all.events().stream().map(Excerpt::event).toList(),
                all.settings().stream()
                        .limit(SETTINGS)
                        .map(setting -> new Setting(setting.key(), Cut.name(setting.value())))
                        .toList());
    }

    private static Progress progress(Progress build) {
        return new Progress(
                Cut.name(build.place()), Cut.name(build.index()), build.phase(), build.percent(), build.began());
    }

    private static Heartbeat.Peer peer(Heartbeat.Peer peer) {
        return new Heartbeat.Peer(
                Cut.name(peer.pod()),
                Cut.name(peer.revision()),
                Cut.name(peer.state()),
                peer.ready(),
                peer.beat(),
                peer.changed());
    }

    private static Transition event(Transition event) {
        return new Transition(
                event.at(),
                Cut.name(event.state()),
                event.ready(),
                Cut.name(event.code()),
                Cut.sentence(event.reason()));
    }

    private static FileStatus file(FileStatus file) {
        return new FileStatus(
                Cut.name(file.file()),
                file.statements(),
                file.satisfied(),
                file.open().stream()
                        .limit(STATEMENTS)
                        .map(open -> new FileStatus.Open(
                                open.line(), open.verdict(), Cut.sentence(open.reason()), Cut.name(open.locks())))
                        .toList());
    }

    private static WatchStatus watch(WatchStatus all) {
        return new WatchStatus(
                all.provider(),
                all.sources().stream()
                        .map(source -> new WatchStatus.SourceStatus(
                                source.source(),
                                source.readable(),
                                Cut.sentence(source.reason()),
                                Cut.name(source.file()),
                                source.bytes(),
                                source.reached(),
                                source.canary()))
                        .toList(),
                all.watermark(),
                all.lagSeconds(),
                Cut.sentence(all.attribution()),
                all.revocations(),
                Cut.sentence(all.heal()),
                all.countdown(),
                first(all.errors()).stream().map(Excerpt::error).toList());
    }

    private static WatchStatus.ErrorStatus error(WatchStatus.ErrorStatus error) {
        return new WatchStatus.ErrorStatus(
                error.sqlState(),
                Cut.sentence(error.message()),
                null,
                Cut.name(error.applicationName()),
                Cut.name(error.remoteHost()),
                error.attribution(),
                error.counted(),
                error.count(),
                error.first(),
                error.last(),
                Cut.whole(error.suggestion()),
                Cut.sentence(error.note()));
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
            some.forEach(pod -> states.merge(Cut.name(pod.state()), 1, Integer::sum));
            long ready = some.stream().filter(Heartbeat.Peer::ready).count();
            List<String> counts = states.entrySet().stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .toList();
            lines.add(Cut.name(revision) + ": " + ready + " of " + some.size() + " ready (" + String.join(", ", counts)
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
        return first(all).stream().map(Cut::sentence).toList();
    }
}
