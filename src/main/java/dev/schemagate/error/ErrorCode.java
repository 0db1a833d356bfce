package dev.schemagate.error;

/**
 * Every code this program reports, in the order of {@code docs/errors.md}. A code never changes its meaning; texts may.
 */
public enum ErrorCode {
    CF001("configuration value is wrong", "correct the variable that the message names"),
    CF002("no database is configured", "set GATE_DATABASE_URL, DIRECT_URL or DATABASE_URL"),
    CF003(
            "the process has too little memory to parse SQL",
            "give it a heap of 192 MB and its container room for that: -Xmx192m as an argument of the executable,"
                    + " JAVA_TOOL_OPTIONS=-Xmx192m for the jar"),
    CF004(
            "a file could not be checked",
            "make it readable; an internal error is a defect of the gate: report it, with the file"),
    DB001(
            "the database cannot be reached",
            "check that it runs, and that address, sslmode and network policy are right"),
    DB002("the database refuses the login", "check user, password, the database's name and pg_hba.conf"),
    DB003("connected through a transaction pooler", "set DIRECT_URL or GATE_DATABASE_URL to the server itself"),
    DB004("the server is read-only", "connect to the primary, not to a replica"),
    DB005("the server is older than PostgreSQL 14", "upgrade the server"),
    DB006("a privilege is missing", "run the GRANT that the message shows"),
    DB007("the connection was lost in the middle of a step", "nothing: it is tried again"),
    DB008("PostgreSQL refused a statement", "read the SQLSTATE in the message"),
    DB009("a lock was not granted in time", "end the transaction that holds it; it is tried again"),
    DB010("another pod is running the sequence", "nothing: this one continues when that one has finished"),
    DB011(
            "a setting of the session decides how files are read, and may not be changed",
            "run the statement that the message shows"),
    DB012(
            "a statement was cancelled",
            "nothing where the deadline has passed or somebody cancelled it: it is tried again"),
    DB013(
            "no connection is free: the server, the database or the role is full",
            "nothing where that passes: it waits for one; else see who holds them, or raise the limit that the message names"),
    MG001("a migrations folder cannot be read", "mount it, or correct gate.migrate.locations"),
    MG002("no migration files beside a history with rows", "mount the migrations that made the history"),
    MG003(
            "applied migrations and files differ",
            "restore the file as it was applied, and write the change as a new migration"),
    MG004("a migration failed", "correct the file that the message names"),
    MG005("a migration's file name is not understood", "rename it as the message says"),
    MG006(
            "the policy refuses a pending migration",
            "correct it as the finding says, or acknowledge the rule in the file"),
    MG007(
            "a table stayed locked for the whole lock budget, or a migration was not done by the deadline",
            "end the transaction that the message names; for a long migration raise gate.sequence.deadline"),
    MG008("two files of migrations cannot be told apart", "give the one that is not applied yet a version of its own"),
    MG009("a file among the migrations is never run", "move undo migrations and programs out of the folder"),
    MG010(
            "a migration can run neither inside nor outside of a transaction",
            "move the statement that the message names to a file of its own"),
    MG011(
            "a migration came late: a higher version is applied",
            "give it a version above the highest, or set gate.migrate.out-of-order=true"),
    MG012(
            "the owned schema has objects and no migration history",
            "set gate.migrate.baseline-version to the version that it is at"),
    MG013("an applied migration has no file", "mount the file as it was applied"),
    MG014("a migration's text is not in the encoding it should have", "save the file as UTF-8"),
    MG015("the settings beside a migration are not understood", "correct the .conf file that the message names"),
    MG016("a placeholder has no value", "set the gate.migrate.placeholders key that the message names"),
    MG017("Flyway refuses the migrations", "read its reason in the message"),
    MG020(
            "Alembic's settings or folders cannot be read, or do not tell where the revisions are",
            "correct the file that the message names, or set gate.alembic.versions"),
    MG021(
            "a revision file cannot be read without Python",
            "write revision, down_revision, depends_on and branch_labels as literals"),
    MG022(
            "the revisions are no graph that Alembic can run",
            "correct down_revision or depends_on in the file that the message names"),
    MG023(
            "a part of a revision cannot be judged without Python",
            "read it yourself, or write it as operations with literal arguments"),
    MG024("the SQL in a revision is not PostgreSQL's", "correct the SQL at that line and column"),
    MG030(
            "the command that runs Alembic cannot be started",
            "correct gate.alembic.command and gate.alembic.directory, and have Alembic in the image"),
    MG031("the command that runs Alembic failed", "read its words in the message and in the log"),
    MG032(
            "Alembic's version table and the revision files do not fit together",
            "mount the files that made it, or correct the table as the message says"),
    MG033(
            "Alembic ended with success, and the schema is not at its heads",
            "let gate.alembic.command upgrade to heads, in the database and the table that the gate looks at"),
    MG034("there are several heads", "write heads in the place of head in gate.alembic.command, or merge the heads"),
    MG035("another job has not migrated yet", "see to that job; the gate goes on when the schema is at the heads"),
    MG036(
            "the SQL of a pending revision cannot be looked at before it runs",
            "make the revision work offline (alembic upgrade --sql), or set gate.policy.migrations=warn"),
    MG037(
            "the revisions were applied to another schema",
            "set gate.alembic.version-table-schema to the one that the message names"),
    CT001(
            "something depends on what a contract removes",
            "drop or replace what the message names, in an earlier migration or in the same one"),
    CT002(
            "what a contract removes may still be in use",
            "nothing where it will go by itself: it is tried again; else end or change what the message names"),
    CT003(
            "somebody was refused what a contract was about to remove",
            "nothing was removed and the privileges are back; change what the message names"),
    CT004(
            "a column cannot be withheld before it is dropped",
            "do what the message says, or set gate.contract.soft-drop=off"),
    HF001("a hotfix file cannot be read", "mount the folder, or correct gate.hotfix.dir"),
    HF002("a hotfix file is not valid SQL text", "correct the place that the message names"),
    HF100("the policy refuses a hotfix", "correct the statement as the finding shows"),
    HF101(
            "an object of that name exists with a different definition",
            "correct the hotfix, or the object, so that both agree"),
    HF102(
            "an index cannot be built",
            "remove what its build fails on, such as duplicate rows, or drop UNIQUE from the hotfix"),
    HF201(
            "a hotfix did something else than was predicted",
            "nothing was changed; read what it did, and change the hotfix"),
    HF202("PostgreSQL refused a hotfix statement", "correct the statement that the message names"),
    HF204(
            "a table stayed locked for the whole lock budget, or a build waited until the deadline",
            "end the transaction that the message names"),
    HF205(
            "a hotfix statement ran longer than gate.hotfix.statement-timeout",
            "choose a cheaper form, or raise the timeout for a time when its table may be locked that long"),
    PR001("a Prisma schema cannot be read, or is not valid", "correct the line that the message shows"),
    PR002("the other engine is not at rest", "nothing: it is waited for; see who, and since when, in the message"),
    PR003("a migration of Prisma's failed", "settle it with prisma migrate resolve, as the message says"),
    PR004("Prisma's migrations cannot be read", "mount the folder, or correct gate.prisma.migrations"),
    GD001(
            "the server does not let this role install or remove the guard",
            "connect as the role that the message names, or use the privileges of guard sql --privileges"),
    GD002("Prisma's pending migrations cannot be told", "correct the folder or the file that the message names"),
    GD003("there is no guard in the database", "let an administrator install it: schema-gate guard install"),
    OW001(
            "something in the foreign schema is no engine's, and gate.audit.strangers is fail",
            "move or remove what the message names"),
    SQ001("the deadline passed before the schema was ready", "read the reason that follows"),
    SQ003("something failed that nobody thought of", "report it with the stack trace in the log; it is tried again");

    private final String title;
    private final String remedy;

    ErrorCode(String title, String remedy) {
        this.title = title;
        this.remedy = remedy;
    }

    /** What happened, as a clause without a full stop. */
    public String title() {
        return title;
    }

    /** What to do about it, as a clause without a full stop. */
    public String remedy() {
        return remedy;
    }
}
