package dev.schemagate.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * Everything a person can set. Each key {@code gate.x.y} is also {@code GATE_X_Y}; the table in {@code docs/configuration.md} is made from this
 * interface's Javadoc, so the first sentence of a method is what users read.
 */
@ConfigMapping(prefix = "gate")
public interface GateConfig {

    /** What {@link #ownedSchema()} is where nothing is set. */
    String OWNED_SCHEMA = "nemo";

    /** What {@link #foreignSchema()} is where nothing is set. */
    String FOREIGN_SCHEMA = "public";

    /** What {@link #schema()} is where nothing is set. */
    String SCHEMA = "schema_gate";

    /** The schema that our own migrations own. */
    @WithDefault(OWNED_SCHEMA)
    String ownedSchema();

    /** The schema that the other engine owns; hotfixes patch its tables and create nothing in it. */
    @WithDefault(FOREIGN_SCHEMA)
    String foreignSchema();

    /** The schema of the gate's own bookkeeping. */
    @WithDefault(SCHEMA)
    String schema();

    /** The name of the app whose pods this gate guards. */
    @WithDefault("app")
    String app();

    /** The name of this pod; the host's name where it is not set. */
    Optional<String> pod();

    /** The rollout this pod belongs to, such as its pod template hash. */
    @WithDefault("local")
    String revision();

    /** How often this pod's row in `schema_gate.pod` is renewed. */
    @WithDefault("5s")
    Duration podHeartbeat();

    Database database();

    Migrate migrate();

    Contract contract();

    Alembic alembic();

    Hotfix hotfix();

    Prisma prisma();

    Await await();

    Sequence sequence();

    Reload reload();

    Policy policy();

    Kubernetes kubernetes();

    Watch watch();

    Audit audit();

    /** How to reach PostgreSQL. */
    interface Database {

        /** Where PostgreSQL is: `postgresql://…` (libpq, Prisma), `host=… dbname=…` or `jdbc:postgresql:…`; else `DIRECT_URL`, else `DATABASE_URL`. */
        Optional<String> url();

        /** The login role, instead of the one in the URL. */
        Optional<String> username();

        /** The password, instead of the one in the URL. */
        Optional<String> password();

        /** A file that holds the password, read again at every connection. */
        Optional<String> passwordFile();

        /** How many sessions all gates of the database together hold at rest; the others connect for each poll. */
        @WithDefault("10")
        int sessions();
    }

    /** The owned schema's engine. */
    interface Migrate {

        /** Who brings the owned schema to head: `flyway`, `alembic` or `none`. */
        @WithDefault("flyway")
        Engine engine();

        /** Folders of `V*__*.sql`, separated by commas. */
        @WithDefault(DEFAULT_MIGRATIONS)
        List<String> locations();

        /** The role that migrations run as (`SET ROLE`). */
        Optional<String> role();

        /** The values of Flyway's placeholders, by name: `${x}` is `gate.migrate.placeholders.x`. */
        Map<String, String> placeholders();

        /** The version that an owned schema is at which has objects and no migration history; files up to it count as applied. */
        Optional<String> baselineVersion();

        /** Whether a migration is applied whose version is lower than one that was applied already. */
        @WithDefault("false")
        Switch outOfOrder();

        /** How long a statement of a migration may wait for a lock before it gives way and is rolled back. */
        @WithDefault("200ms")
        Duration lockTimeout();

        /** For how long a migration is tried again after lock timeouts. */
        @WithDefault("2m")
        Duration lockBudget();
    }

    /** Removals that migrations declare. */
    interface Contract {

        /** How long `pg_stat_statements` must show no call of what a contract removes before it is removed; `0s` does not ask it. */
        @WithDefault("1h")
        Duration quiet();

        /** For how long a column is withheld from everybody before it is dropped, so that whoever misses it gets it back: `off`, or a duration. */
        @WithDefault(NO_SOFT_DROP)
        String softDrop();
    }

    /** Alembic, where it is the owned schema's engine. */
    interface Alembic {

        /** Whether the gate runs Alembic, or waits until another job has: `run` or `wait`. */
        @WithDefault("run")
        AlembicMode mode();

        /** The command that migrates, its words separated by blanks; no shell reads it. */
        @WithDefault("alembic upgrade heads")
        String command();

        /** The folder that the command runs in, with `alembic.ini` or `pyproject.toml`. */
        @WithDefault("/alembic")
        String directory();

        /** The folders of revision files, where Alembic's settings do not tell them. */
        Optional<List<String>> versions();

        /** The revisions that `wait` waits for, where no revision files are mounted. */
        Optional<List<String>> heads();

        /** Alembic's table, where `env.py` calls it other than `alembic_version`. */
        Optional<String> versionTable();

        /** The schema of Alembic's table; the owned schema where it is not set. */
        Optional<String> versionTableSchema();
    }

    /** Hotfix files and their replay. */
    interface Hotfix {

        /** Folder of `*.sql` hotfixes, replayed in byte order of their names. */
        @WithDefault(DEFAULT_HOTFIXES)
        String dir();

        /** The role that hotfixes run as (`SET ROLE`). */
        Optional<String> role();

        /** How long one statement may wait for a lock before it gives way. */
        @WithDefault("200ms")
        Duration lockTimeout();

        /** How long one statement may run. */
        @WithDefault("30s")
        Duration statementTimeout();

        /** For how long a statement is tried again after lock timeouts. */
        @WithDefault("2m")
        Duration lockBudget();

        /** How often to look whether every hotfix is still there, and whether the folder changed. */
        @WithDefault("30s")
        Duration recheck();

        /** What to do where what a hotfix names exists with a different definition: `fail` or `warn`. */
        @WithDefault("fail")
        OnConflict onConflict();
    }

    /** What is known of Prisma's side. */
    interface Prisma {

        /** Prisma's schema, a file or the folder of its files: for drift, and for the types in suggested hotfixes. */
        Optional<String> schema();

        /** Folder of Prisma's migrations. */
        Optional<String> migrations();

        /** What hotfixes wait for: `off`, `ledger` (no migration runs) or `files` (all of `gate.prisma.migrations` have run); `files` where that is set, else `ledger`. */
        @WithName("wait")
        Optional<PrismaWait> waitFor();
    }

    /** What else hotfixes wait for. */
    interface Await {

        /** A SELECT that must answer true before hotfixes run, for an engine that the gate does not know. */
        Optional<String> query();
    }

    /** When the sequence gives up or tries again. */
    interface Sequence {

        /** How long after the start the schema must be ready; then the process exits with 4. */
        @WithDefault("10m")
        Duration deadline();

        /** How long after a permanent failure the sequence is tried again, if no file changes before. */
        @WithDefault("30s")
        Duration retry();
    }

    /** The notification for PostgREST. */
    interface Reload {

        /** When to notify: `changed` (the catalog differs from the last notification's) or `always`. */
        @WithDefault("changed")
        When when();

        /** The channel PostgREST listens on. */
        @WithDefault("pgrst")
        String channel();

        /** What the notification says. */
        @WithDefault("reload schema")
        String payload();

        /** The schemas PostgREST exposes; the owned and the foreign one where it is not set. */
        Optional<List<String>> schemas();

        /** PostgREST's admin server, such as `http://localhost:3001`, to see that it has loaded the schema. */
        Optional<URI> proofUrl();
    }

    /** How strictly SQL is judged before it runs. */
    interface Policy {

        /** What becomes of pending migrations that the policy refuses: `enforce`, `warn` or `off`. */
        @WithDefault("enforce")
        Strictness migrations();
    }

    /** What is looked for in a ready database. */
    interface Audit {

        /** What follows where something in the foreign schema is no engine's: `report` or `fail`. */
        @WithDefault("report")
        OnStrangers strangers();
    }

    /** The cluster's API, for the sources that read logs through it; the pod's service account where nothing is set. */
    interface Kubernetes {

        /** The address of the API; that of the cluster the gate runs in where it is not set. */
        Optional<URI> url();

        /** The file with the token that is sent, if it is there. */
        @WithDefault(SERVICE_ACCOUNT_TOKEN)
        String tokenFile();

        /** The file with the certificates that the API's is checked against; the JDK's own where it is not there. */
        @WithDefault(SERVICE_ACCOUNT_CA)
        String caFile();

        /** The namespace of the pods; that of the gate's pod where it is not set. */
        Optional<String> namespace();
    }

    /** Which log is read after the schema is ready, and what follows from it. */
    interface Watch {

        /** Where the log is: `server-log` (the server's log directory, over SQL), `log-fdw` (that of RDS and Aurora), `pod` (the app's container, through the Kubernetes API), `database-pods` (the database's, likewise), `table` (what a collector writes) and `file`, see log-sources.md; an empty list switches the watch off. */
        @WithDefault("server-log")
        Optional<List<Source>> sources();

        /** Another road to the database for what keeps nothing in a session: the polls, the heartbeat and `verify`. May be a transaction pooler. */
        Optional<String> url();

        /** How often the log is read. */
        @WithDefault("1s")
        Duration every();

        /** How long the log must stay clean, in log time, until the pod is verified; and how long it may show nothing. */
        @WithDefault("60s")
        Duration window();

        /** How long the log must stay clean until a revoked gate opens again; doubles when it flaps. */
        @WithDefault("60s")
        Duration quiet();

        /** What `gate.watch.quiet` doubles up to; and after how long without log data a revoked gate opens. */
        @WithDefault("10m")
        Duration quietMax();

        /** How often `log-fdw` reads a file that has grown; each time it is all of it. */
        @WithName("log-fdw.every")
        @WithDefault("10s")
        Duration logFdwEvery();

        /** The app's container that `pod` reads; the only one of the pod where it is not set. */
        Optional<String> container();

        /** The labels of the database's pods, such as `cnpg.io/cluster=main`, which `database-pods` reads. */
        Optional<String> databasePods();

        /** Path of the `file` source, a server log or the app's own; a glob in its last part. */
        Optional<String> file();

        /** The SQLSTATEs that are looked for. */
        @WithDefault("42703,42P01,3F000,0A000")
        List<String> states();

        /** How many errors within one window revoke readiness. */
        @WithDefault("1")
        int threshold();

        /** What never counts: application names, where `*` stands for anything, and `/patterns/` of messages. */
        Optional<List<String>> ignore();

        /** Whose errors count: `pod`, `revision` (all its pods) or `database`. */
        @WithDefault("pod")
        WatchScope scope();

        /** What a counted error does: `revoke` readiness, or only `report`. */
        @WithDefault("revoke")
        OnError onError();

        /** What the last ready pod of the app does: `revoke` like any other, or `keep` serving and report `degraded`. */
        @WithDefault("revoke")
        LastReplica lastReplica();

        /** The application name of this pod's sessions, usually the pod's name; its address where this is not set. */
        Optional<String> applicationName();
    }

    /** Where Kubernetes mounts the token of the service account. */
    String SERVICE_ACCOUNT_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /** Where Kubernetes mounts the certificates of its API. */
    String SERVICE_ACCOUNT_CA = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    /** What {@link Contract#softDrop()} is where no column is withheld. */
    String NO_SOFT_DROP = "off";

    /** The default of gate.migrate.locations: a missing folder there means that nothing was mounted. */
    String DEFAULT_MIGRATIONS = "/migrations";

    /** The default of gate.hotfix.dir: a missing folder there means that nothing was mounted. */
    String DEFAULT_HOTFIXES = "/hotfixes";

    /** Migration engines. */
    enum Engine {
        FLYWAY,
        ALEMBIC,
        NONE
    }

    /** What to wait for before hotfixes run. */
    enum PrismaWait {
        OFF,
        LEDGER,
        FILES
    }

    /** Who runs Alembic. */
    enum AlembicMode {
        RUN,
        WAIT
    }

    /** Yes or no, where anything else is a mistake and not a no. */
    enum Switch {
        FALSE,
        TRUE
    }

    /** What to do about a shape conflict. */
    enum OnConflict {
        FAIL,
        WARN
    }

    /** When to send the reload notification. */
    enum When {
        CHANGED,
        ALWAYS
    }

    /** What a finding of the policy leads to. */
    enum Strictness {
        ENFORCE,
        WARN,
        OFF
    }

    /** What follows from an object that no engine owns. */
    enum OnStrangers {
        REPORT,
        FAIL
    }

    /** Where the log is. */
    enum Source {
        SERVER_LOG,
        LOG_FDW,
        POD,
        DATABASE_PODS,
        TABLE,
        FILE;

        /** As it is configured and shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whose errors count. */
    enum WatchScope {
        POD,
        REVISION,
        DATABASE
    }

    /** What a counted error does. */
    enum OnError {
        REVOKE,
        REPORT
    }

    /** What the last ready pod does. */
    enum LastReplica {
        REVOKE,
        KEEP
    }
}
