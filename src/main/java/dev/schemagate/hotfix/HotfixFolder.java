package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;

/** The mounted folder of {@code gate.hotfix.dir}, read when a run needs it. */
final class HotfixFolder {

    private final MountedFolder folder;

    HotfixFolder(String dir) {
        this.folder = MountedFolder.of(dir, GateConfig.DEFAULT_HOTFIXES);
    }

    String fingerprint() {
        return folder.fingerprint(".sql");
    }

    /**
     * All hotfixes in the order of their replay; none where no folder was configured and none is mounted.
     *
     * @throws HotfixException HF001 where the folder or a file cannot be read
     */
    List<HotfixFile> load() {
        if (folder.isNotMounted()) {
            return List.of();
        }
        List<HotfixFile> files = new ArrayList<>();
        try {
            for (Path file : folder.files(".sql", false)) {
                files.add(HotfixFile.of(file, Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw HotfixException.permanent(
                    ErrorCode.HF001,
                    "hotfix folder " + folder.path() + " " + MountedFolder.why(e)
                            + "; mount it, or correct gate.hotfix.dir");
        }
        return files;
    }
}
