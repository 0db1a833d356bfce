package dev.schemagate.cli;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.db.Database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SupervisorTest {

    @TempDir
    Path files;

    @Test
    void whatever_ends_the_work_is_no_success() throws Exception {
        IllegalArgumentException defect = new IllegalArgumentException("a defect");
        OutOfMemoryError error = new OutOfMemoryError("not really");

        assertThatThrownBy(start(supervisor -> {
                    throw defect;
                })::join)
                .isSameAs(defect);
        assertThatThrownBy(start(supervisor -> {
                    throw error;
                })::join)
                .hasCause(error);
    }

    private Supervisor start(Supervisor.Body body) throws InterruptedException {
        Database database = TestGate.on("postgresql://nobody@127.0.0.1:1/none", files).database;
        CountDownLatch ended = new CountDownLatch(1);
        Supervisor supervisor = Supervisor.start(body, database, new Supervisor.Ending(0, () -> {}, ended::countDown));
        ended.await();
        return supervisor;
    }
}
