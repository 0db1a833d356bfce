#!/usr/bin/env bash
# The tables of docs/benchmarks.md, in one command:
#   src/bench/bench.sh [stall|start|scale|revisions|crowd]...
# Needs PostgreSQL (server and client programs) and, for `start` and `revisions`, alembic; Debian's packages will do.
#   GATE     how to run the gate: a native executable, or by default the jar that `mvn package` makes
#   PGHOST   a server to use, with PGUSER and PGPASSWORD; without it the script starts one of its own and removes it
#   RUNS, RATE, GATES   repetitions (5), transactions a second (300), gates at once (100 native, 20 on JVMs; crowd: 50)
#   SECONDS_EACH        how long crowd measures each row (60)
set -euo pipefail
cd "$(dirname "$0")/../.."
GATE=${GATE:-java -jar target/quarkus-app/quarkus-run.jar}
case $GATE in java*) KIND=JVM ;; *) KIND=native ;; esac
RUNS=${RUNS:-5} RATE=${RATE:-300}
GATES_ASKED=${GATES:-}
GATES=${GATES:-$([ "$KIND" = native ] && echo 100 || echo 20)}
BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
PATH=$PATH:$BIN
WORK=$(mktemp -d)
DB=schema_gate_bench

fail() { echo "bench: $*" >&2; exit 1; }
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); else "$@"; fi; }

# Ends all that was started, the server last, and removes it; whatever ended this script.
tidy() {
    local status=$?
    trap - EXIT
    trap '' INT TERM
    kill -- "-$MAIN" 2>/dev/null || true
    for _ in $(seq 50); do kill -0 -- "-$MAIN" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-$MAIN" 2>/dev/null || true
    if [ -d "$WORK/data" ]; then
        # A server that was only just started has no pid file yet.
        until as_postgres pg_ctl -D "$WORK/data" -m immediate stop >/dev/null 2>&1; do
            pgrep -f -- "$WORK/data" >/dev/null || break
            sleep 0.2
        done
    else
        psql -qXd postgres -c "DROP DATABASE IF EXISTS $DB WITH (FORCE)" 2>/dev/null || true
    fi
    rm -rf "$WORK"
    exit "$status"
}

free_port() { for port in $(shuf -i 20000-30000 -n 50); do (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }; done; }

own_server() {
    chmod 711 "$WORK"
    mkdir "$WORK/data"
    [ "$(id -u)" != 0 ] || chown postgres "$WORK/data"
    as_postgres initdb -D "$WORK/data" -U bench -A trust -E UTF8 --locale=C.UTF-8 >/dev/null || fail "initdb failed"
    export PGHOST=127.0.0.1 PGUSER=bench PGPASSWORD=none PGPORT
    PGPORT=$(free_port)
    as_postgres pg_ctl -D "$WORK/data" -w -l "$WORK/data/server.log" start \
        -o "-p $PGPORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100" >/dev/null || fail "the server did not start"
}

machine() {
    echo "Machine: $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB RAM, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), load $(cut -d' ' -f1-3 /proc/loadavg)"
    echo "Versions: PostgreSQL $(psql -qXAtd postgres -c 'SHOW server_version'), $($GATE --version 2>/dev/null | tail -1) ($KIND), $(java -version 2>&1 | head -1 | tr -d '"'), $(alembic --version 2>/dev/null | sed 's/^a/A/' || echo 'no Alembic'), Flyway $(flyway_version)"
    echo
}

flyway_version() { ls target/quarkus-app/lib/main/org.flywaydb.flyway-core-*.jar 2>/dev/null | sed 's/.*core-\(.*\)\.jar/\1/'; }
ms() { date +%s%3N; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.1f", (b > 0 ? a / b : 0)}'; }
sql() { psql -qXAt -v ON_ERROR_STOP=1 -d "$DB" "$@"; }
fresh() { psql -qXd postgres -c "DROP DATABASE IF EXISTS $DB WITH (FORCE)" -c "CREATE DATABASE $DB" 2>/dev/null; mkdir -p "$WORK/hotfixes" "$WORK/migrations"; rm -f "$WORK"/hotfixes/* "$WORK"/migrations/*; }

# Runs the gate; the first arguments may be settings, as NAME=value.
gate() {
    local log=$WORK/gate${CROWD:-}.log settings=()
    while [[ ${1:-} == *=* ]]; do settings+=("$1"); shift; done
    env GATE_DATABASE_URL="postgresql://$PGUSER:${PGPASSWORD:-}@$PGHOST:${PGPORT:-5432}/$DB" GATE_HOTFIX_DIR="$WORK/hotfixes" \
        GATE_MIGRATE_ENGINE=none GATE_MIGRATE_LOCATIONS="$WORK/migrations" ${settings[@]+"${settings[@]}"} $GATE "${@:-run}" >"$log" 2>&1 \
        || { tail -5 "$log" >&2; fail "the gate failed"; }
}

# Runs a command $RUNS times; sets BEST and MEDIAN, in ms.
measure() {
    local times=() begin
    for _ in $(seq "$RUNS"); do
        begin=$(ms)
        "$@" >"$WORK/out" 2>&1 || { cat "$WORK/out" >&2; fail "$1 failed"; }
        times+=($(($(ms) - begin)))
    done
    BEST=$(printf '%s\n' "${times[@]}" | sort -n | head -1)
    MEDIAN=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((RUNS + 1) / 2))p")
}

# One open-loop run of 20 s (closed loops hide a stall); a reader's transaction is open from 3 s to 13 s, "$2..." runs at 6 s.
load() {
    local name=$1; shift
    rm -f "$WORK"/log.* "$WORK/failed"
    (sleep 3; sql -c "BEGIN; SELECT count(*) FROM bench; SELECT pg_sleep(10); COMMIT" >/dev/null) &
    (sleep 6; "$@" >/dev/null 2>"$WORK/out" || cp "$WORK/out" "$WORK/failed") &
    pgbench -n -c 8 -j 2 -T 20 -R "$RATE" -f "$WORK/load.sql" -l --log-prefix="$WORK/log" -d "$DB" >/dev/null 2>&1 || fail "pgbench failed"
    wait
    [ ! -f "$WORK/failed" ] || { cat "$WORK/failed" >&2; fail "$name failed"; }
    cat "$WORK"/log.* | awk '{print $3 / 1000}' | sort -n >"$WORK/latency"
    local gap
    gap=$(cat "$WORK"/log.* | awk '{printf "%.1f\n", $5 * 1000 + $6 / 1000}' | sort -n | awk 'NR > 1 && $1 - last > gap {gap = $1 - last} {last = $1} END {printf "%d", gap}')
    LONGEST=$(tail -1 "$WORK/latency")
    CONTROL=${CONTROL:-$LONGEST}
    awk -v name="$name" -v gap="$gap" -v times="$(ratio "$LONGEST" "$CONTROL")" '{v[NR] = $1} v[NR] > 200 {slow++}
        END {printf "| %-36s | %6d | %6d | %6s | %5d | %5d of %d |\n", name, gap, v[NR], times, v[int(NR * 0.999)], slow, NR}' "$WORK/latency"
}

stall() {
    fresh
    CONTROL=
    sql -c "CREATE TABLE bench (id int PRIMARY KEY, n int NOT NULL DEFAULT 0); INSERT INTO bench SELECT g FROM generate_series(1, 100000) g"
    printf '%s\n' '\set id random(1, 100000)' '\set w random(1, 10)' '\if :w > 7' 'UPDATE bench SET n = n + 1 WHERE id = :id;' '\else' \
        'SELECT n FROM bench WHERE id = :id;' '\endif' >"$WORK/load.sql"
    echo "ALTER TABLE bench ADD COLUMN IF NOT EXISTS fresh text;" >"$WORK/hotfixes/0001.sql"
    echo "| ADD COLUMN beside $RATE transactions/s, ms | no transaction for | longest | × control | p99.9 | over 200 ms |"
    echo "|---|---|---|---|---|---|"
    gate; sql -c "ALTER TABLE bench DROP COLUMN fresh"
    load "control: nothing runs" true
    gate
    load "psql -f, column present" sql -f "$WORK/hotfixes/0001.sql"
    load "schema gate, column present" gate
    sql -c "ALTER TABLE bench DROP COLUMN fresh"
    load "schema gate, column missing" gate
    [ "$(sql -c "SELECT count(*) FROM pg_attribute WHERE attrelid = 'bench'::regclass AND attname = 'fresh'")" = 1 ] || fail "the column is missing"
}

psql_per_file() { for file in "$WORK"/hotfixes/*.sql; do sql -f "$file"; done; }
psql_notify() { sql -c "NOTIFY pgrst, 'reload schema'"; }
alembic_head() { alembic -c "$WORK/alembic.ini" upgrade head; }
today() { alembic_head; psql_per_file; psql_notify; }
flyway_no_op() { java -cp "$WORK:target/quarkus-app/lib/main/*" FlywayNoOp "jdbc:postgresql://$PGHOST:${PGPORT:-5432}/$DB" "$PGUSER" "${PGPASSWORD:-}" "$WORK/migrations"; }
gate_flyway() { gate GATE_MIGRATE_ENGINE=flyway; }

alembic_project() {
    mkdir -p "$WORK/alembic/versions"
    printf '[alembic]\nscript_location = %s\nsqlalchemy.url = postgresql://%s:%s@%s:%s/%s\n' "$WORK/alembic" "$PGUSER" "${PGPASSWORD:-}" "$PGHOST" "${PGPORT:-5432}" "$DB" >"$WORK/alembic.ini"
    printf '%s\n' 'from alembic import context' 'from sqlalchemy import create_engine' \
        'with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:' \
        '    context.configure(connection=connection)' '    with context.begin_transaction():' '        context.run_migrations()' >"$WORK/alembic/env.py"
    printf '%s\n' 'from alembic import op' 'revision = "1"' 'down_revision = None' 'def upgrade():' '    op.execute("CREATE TABLE one_of_alembic (id int)")' >"$WORK/alembic/versions/1.py"
}

# From the start of the process to the first 200 of /ready.
ready() {
    local port; port=$(free_port)
    gate GATE_MIGRATE_ENGINE=flyway QUARKUS_HTTP_PORT="$port" serve & local server=$!
    until curl -fso /dev/null "http://127.0.0.1:$port/ready"; do kill -0 $server || fail "serve ended"; sleep 0.002; done
    pkill -P $server; wait $server || true
}

row() { printf '| %-58s | %6d | %6d | %5s |\n' "$1" "$BEST" "$MEDIAN" "$(ratio "$MEDIAN" "$OURS")"; }

start() {
    command -v alembic >/dev/null || fail "start needs alembic (Debian package alembic)"
    fresh
    sql -c "CREATE TABLE bench (id int PRIMARY KEY)"
    for i in $(seq -w 1 20); do echo "ALTER TABLE bench ADD COLUMN IF NOT EXISTS c$i text DEFAULT 'x';" >"$WORK/hotfixes/00$i.sql"; done
    echo "CREATE TABLE one (id int);" >"$WORK/migrations/V1__one.sql"
    javac -d "$WORK" -cp 'target/quarkus-app/lib/main/*' src/bench/FlywayNoOp.java
    alembic_project
    gate_flyway; flyway_no_op >/dev/null 2>&1; alembic_head >/dev/null 2>&1
    gate_flyway
    measure gate_flyway; local best=$BEST
    OURS=$MEDIAN
    local steps; steps=$(grep -oE 'step=[a-z]+ ms=[0-9]+' "$WORK/gate.log" | awk -F= '{s += $3} END {print s}')
    echo "| satisfied start, 20 hotfix files, $RUNS runs, ms | best | median | × gate |"
    echo "|---|---|---|---|"
    BEST=$best; row "schema gate run ($KIND): Flyway at head, hotfixes, reload"
    BEST=$steps MEDIAN=$steps; row "  of it the steps, by its own clock, last run"
    measure gate; row "schema gate run ($KIND), no migrations"
    if command -v curl >/dev/null; then measure ready; row "schema gate serve ($KIND), to the first 200 of /ready"; fi
    measure today; row "alembic upgrade head, psql -f per file, psql NOTIFY"
    measure alembic_head; row "  alembic upgrade head alone"
    measure psql_per_file; row "  psql -f per file alone"
    measure flyway_no_op; row "Flyway alone, its API in a plain main"
}

step_ms() { grep -oE "step=$1 ms=[0-9]+" "$WORK/gate.log" | tail -1 | cut -d= -f3; }

# Runs all gates at once; sets ALL to the ms until the last one ended. A failed gate fails the benchmark.
many() {
    local begin pids=(); begin=$(ms)
    for i in $(seq "$GATES"); do
        (CROWD=$i; gate GATE_POD="web-$i" JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS:-} -Xmx192m" >/dev/null) & pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "a gate of the crowd failed"; done
    ALL=$(($(ms) - begin))
}

# As many tables as that; a transaction holds a lock on each that it makes.
tables() {
    for part in $(seq 0 $(($1 / 200 - 1))); do
        sql -c "DO \$\$ BEGIN FOR i IN 1..200 LOOP EXECUTE 'CREATE TABLE IF NOT EXISTS big' || ($part * 200 + i) || ' (id int, a text, b text)'; END LOOP; END \$\$" 2>/dev/null
    done
}

# How long the proof keeps the lock of ADD COLUMN, in processes that do nothing else; the median and the longest, in ms.
hold() {
    mkdir "$WORK/aside"; mv "$WORK"/hotfixes/* "$WORK/aside"
    echo "ALTER TABLE big1 ADD COLUMN IF NOT EXISTS fresh text;" >"$WORK/hotfixes/1.sql"
    for _ in $(seq "$RUNS"); do
        sql -c "ALTER TABLE big1 DROP COLUMN IF EXISTS fresh" 2>/dev/null
        gate
        grep -oE 'proof_ms=[0-9]+' "$WORK/gate.log" | cut -d= -f2
    done | sort -n | sed -n "$(((RUNS + 1) / 2))p;\$p" | paste -sd' '
    mv "$WORK"/aside/* "$WORK/hotfixes/"; rmdir "$WORK/aside"
}

scale() {
    fresh
    sql -c "DO \$\$ BEGIN FOR i IN 1..200 LOOP EXECUTE 'CREATE TABLE b' || i || ' (id int PRIMARY KEY)'; END LOOP; END \$\$"
    for i in $(seq 1 1000); do
        echo "ALTER TABLE b$((i % 200 + 1)) ADD COLUMN IF NOT EXISTS c$i text DEFAULT 'x';" >"$WORK/hotfixes/$(printf %04d "$i").sql"
    done
    cat "$WORK"/hotfixes/*.sql | sql -f -
    echo "| scale, everything satisfied | ms | × |"
    echo "|---|---|---|"
    gate; local parsed; parsed=$(step_ms hotfix)
    gate; local files; files=$(step_ms hotfix)
    echo "| 1,000 files, hotfix step | $files | 1.0 |"
    echo "| 1,000 files, hotfix step of the first start | $parsed | $(ratio "$parsed" "$files") |"
    tables 1000
    local few; few=$(hold)
    tables 10000
    gate; gate; local beside; beside=$(step_ms hotfix)
    local many; many=$(hold)
    echo "| 1,000 files beside 10,000 tables, hotfix step | $beside | $(ratio "$beside" "$files") |"
    echo "| lock kept by the proof beside 1,000 tables, $RUNS processes, median and longest | $few | |"
    echo "| the same beside 10,000 tables | $many | |"
    rm "$WORK"/hotfixes/*; echo "ALTER TABLE big1 ADD COLUMN IF NOT EXISTS fresh text;" >"$WORK/hotfixes/1.sql"
    measure gate; local one=$MEDIAN
    echo "| one gate, the process | $one | 1.0 |"
    many; echo "| $GATES gates at once, nothing to do, until the last has ended | $ALL | $(ratio "$ALL" "$one") |"
    sql -c "ALTER TABLE big1 DROP COLUMN fresh"
    many; echo "| $GATES gates at once, a column missing, until the last has ended | $ALL | $(ratio "$ALL" "$one") |"
    [ "$(sql -c "SELECT count(*) FROM schema_gate.hotfix WHERE file = '1.sql' AND applied_by LIKE 'web-%'")" = 1 ] || fail "the crowd did it more than once"
}

# 10,000 revisions in a row, as Alembic's template writes them.
many_revisions() {
    mkdir -p "$WORK/many/versions"
    printf '[alembic]\nscript_location = %s\n' "$WORK/many" >"$WORK/many/alembic.ini"
    touch "$WORK/many/env.py"
    awk -v folder="$WORK/many/versions" 'BEGIN {
        down = "None"
        for (i = 1; i <= 10000; i++) {
            file = sprintf("%s/%05x_add_column.py", folder, i)
            printf "\"\"\"Add column %d\n\nRevision ID: %012x\nCreate Date: 2026-01-01 00:00:00\n\n\"\"\"\n", i, i > file
            printf "from typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n" > file
            printf "# revision identifiers, used by Alembic.\nrevision: str = \"%012x\"\n", i > file
            printf "down_revision: Union[str, Sequence[str], None] = %s\n", down > file
            printf "branch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\n" > file
            printf "def upgrade() -> None:\n    op.add_column(\"users\", sa.Column(\"c%d\", sa.String(length=255), nullable=True))\n", i > file
            printf "    op.create_index(op.f(\"ix_users_c%d\"), \"users\", [\"c%d\"], unique=False)\n\n\n", i, i > file
            printf "def downgrade() -> None:\n    op.drop_index(op.f(\"ix_users_c%d\"))\n    op.drop_column(\"users\", \"c%d\")\n", i, i > file
            close(file)
            down = sprintf("\"%012x\"", i)
        }
    }'
}

alembic_heads() { (cd "$WORK/many" && alembic heads); }

revisions() {
    command -v alembic >/dev/null || fail "revisions needs alembic (Debian package alembic)"
    [ -d target/quarkus-app/app ] || fail "build the jar first: mvn package -DskipTests"
    many_revisions
    local jars='target/quarkus-app/app/*:target/quarkus-app/lib/main/*' count first cpu best warm
    javac -d "$WORK" -cp "$jars" src/bench/ReadRevisions.java
    read -r count first cpu best warm < <(java -Xmx64m -cp "$WORK:$jars" ReadRevisions "$WORK/many/versions")
    alembic_heads >/dev/null 2>&1
    measure alembic_heads
    echo "| $count revision files, ms | clock | processor |"
    echo "|---|---|---|"
    echo "| read and compared, the first time in a JVM, -Xmx64m | $first | $cpu |"
    echo "| the same, warm | $best | $warm |"
    echo "| the process alembic heads, its .pyc files written, median of $RUNS | $MEDIAN | |"
}

# What the server has spent on sessions of gates, in ms of a processor: those that are there, and all that have ended.
sessions_cpu() {
    local postmaster; postmaster=$(head -1 "$WORK/data/postmaster.pid")
    { sed 's/^.*) //' "/proc/$postmaster/stat" | awk -v hz="$(getconf CLK_TCK)" '{print ($14 + $15) * 1000 / hz}'
        sql -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'schema-gate'" |
            while read -r pid; do awk '{print $1 / 1000000}' "/proc/$pid/schedstat" 2>/dev/null || true; done; } | awk '{s += $1} END {print s}'
}

relay() { # name
    java -XX:TieredStopAtLevel=1 src/bench/Relay.java "$PGPORT" "$WORK/$1.port" "$WORK/$1.count" & RELAYS+=($!)
    until [ -s "$WORK/$1.port" ] && [ -s "$WORK/$1.count" ]; do kill -0 $! || fail "the relay did not start"; sleep 0.1; done
}

# A gate that serves; its process id is added to SERVING. Arguments: pod, relay, settings as NAME=value.
serving() {
    local pod=$1 road=$2; shift 2
    env GATE_DATABASE_URL="postgresql://$PGUSER:${PGPASSWORD:-}@127.0.0.1:$(cat "$WORK/$road.port")/$DB" GATE_HOTFIX_DIR="$WORK/hotfixes" \
        GATE_MIGRATE_ENGINE=none GATE_POD="$pod" GATE_REVISION=one GATE_WATCH_APPLICATION_NAME="$pod" QUARKUS_HTTP_PORT=0 "$@" \
        JAVA_TOOL_OPTIONS="${JAVA_TOOL_OPTIONS:-} -Xmx64m -Xss512k -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" $GATE serve >"$WORK/$pod.log" 2>&1 &
    SERVING+=($!)
}

until_ready() { # pods that are to be ready
    for _ in $(seq 900); do
        [ "$(sql -c "SELECT count(*) FROM schema_gate.pod WHERE ready AND state <> 'stopped'" 2>/dev/null || echo 0)" -lt "$1" ] || return 0
        sleep 1
    done
    fail "not all of $1 gates became ready"
}

end_gates() {
    kill "${SERVING[@]}" 2>/dev/null || true
    for pid in "${SERVING[@]}"; do wait "$pid" 2>/dev/null || true; done
    SERVING=()
}

# One row: sets BYTES and CPU (% of a core), a second, over $SECONDS_EACH seconds.
spent() {
    local bytes cpu begin milliseconds
    sleep 10
    bytes=$(cat "$WORK/all.count") cpu=$(sessions_cpu) begin=$(ms)
    sleep "${SECONDS_EACH:-60}"
    milliseconds=$(($(ms) - begin))
    BYTES=$((($(cat "$WORK/all.count") - bytes) * 1000 / milliseconds))
    CPU=$(awk -v a="$cpu" -v b="$(sessions_cpu)" -v ms="$milliseconds" 'BEGIN {printf "%.2f", (b - a) * 100 / ms}')
    printf '| %-46s | %9d | %6s |\n' "$1" "$BYTES" "$CPU"
}

# 340 queries of 4 kB a second, each of them logged.
log_load() {
    PGOPTIONS="-c log_min_duration_statement=0" pgbench -n -c 2 -j 1 -T 100000 -R 340 -f "$WORK/load.sql" -d "$DB" >/dev/null 2>&1 & LOAD=$!
}

end_load() { kill $LOAD 2>/dev/null || true; wait $LOAD 2>/dev/null || true; }

# From the server's time of an error that a pod's app made to that pod's line that it has closed. Arguments: gates.
detection() {
    local i
    for i in $(seq "$1"); do
        printf '%s\n' 'SELECT extract(epoch FROM clock_timestamp());' "SELECT gone_$i FROM bench;" |
            PGAPPNAME="web-$i" psql -qXAtd "$DB" >"$WORK/web-$i.error" 2>/dev/null || true
        sleep "0.$((RANDOM % 10))"
    done
    for _ in $(seq 120); do [ "$(grep -l 'state=revoked' "$WORK"/web-*.log | wc -l)" -lt "$1" ] || break; sleep 1; done
    for i in $(seq "$1"); do
        local line; line=$(grep -m1 'state=revoked' "$WORK/web-$i.log") || continue
        awk -v a="$(head -1 "$WORK/web-$i.error")" -v b="$(date +%s.%N -d "$(echo "$line" | cut -d' ' -f1)")" 'BEGIN {printf "%.2f\n", b - a}'
    done | sort -n >"$WORK/detection"
    awk -v gates="$1" '{v[NR] = $1} END {printf "| s from an error to the closing of its gate: min, median, max of the %d of %d that saw it in 120 s | %s | %s · %s |\n", NR, gates, v[1], v[int((NR + 1) / 2)], v[NR]}' "$WORK/detection"
}

# What one poll costs: the bytes that the server sends, and the processor time of its session. Gates that do nothing else; of three one
# reads for all, one has the other slot, and one has none.
polls() {
    local seconds=${SECONDS_EACH:-60} pid bytes cpu before calls each
    local quiet=(GATE_POD_HEARTBEAT=1h GATE_HOTFIX_RECHECK=1h GATE_WATCH_WINDOW=10m GATE_WATCH_SCOPE=database GATE_DATABASE_SESSIONS=2)
    serving reader all "${quiet[@]}"; until_ready 1; sleep 5
    serving follower kept "${quiet[@]}"; until_ready 2; sleep 20
    pid=$(sql -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'schema-gate' ORDER BY backend_start DESC LIMIT 1")
    sql -c "SELECT pg_stat_statements_reset()" >/dev/null
    bytes=$(cat "$WORK/kept.count") cpu=$(cut -d' ' -f1 "/proc/$pid/schedstat")
    sleep "$seconds"
    bytes=$(($(cat "$WORK/kept.count") - bytes)) cpu=$(($(cut -d' ' -f1 "/proc/$pid/schedstat") - cpu))
    calls=$(sql -c "SELECT sum(calls) FROM pg_stat_statements WHERE query LIKE '%log_source s ON%'")
    each=$(awk -v c="$cpu" -v n="$calls" 'BEGIN {printf "%.3f", c / n / 1000000}')
    echo "| a follower's poll: bytes · ms of a processor | $((bytes / calls)) | $each |"
    echo "| of it by pg_stat_statements, ms of a clock, least · mean | | $(sql -c "SELECT round(min(min_exec_time)::numeric, 3) || ' · ' || round((sum(total_exec_time) / sum(calls))::numeric, 3) FROM pg_stat_statements WHERE query LIKE '%log_source s ON%'") |"
    serving stranger third "${quiet[@]}"; until_ready 3; sleep 20
    before=$(sessions_cpu) bytes=$(cat "$WORK/third.count")
    sql -c "SELECT pg_stat_statements_reset()" >/dev/null
    sleep "$seconds"
    cpu=$(sessions_cpu) bytes=$(($(cat "$WORK/third.count") - bytes))
    calls=$(sql -c "SELECT sum(calls) FROM pg_stat_statements WHERE query LIKE '%generate_series(%'")
    echo "| the poll of a gate without a slot, which connects for it | $((bytes / calls)) | $(awk -v a="$before" -v b="$cpu" -v n="$calls" 'BEGIN {printf "< %.1f", (b - a) / n}') |"
    end_gates
}

# What the gates of one database cost its server together, one gate and then all, with the log at rest and beside 1.4 MB of log a
# second: the difference is what reading costs. Then how soon each gate sees an error of its own, and what a poll costs.
crowd() {
    [ -d "$WORK/data" ] || fail "crowd starts a server of its own: unset PGHOST"
    local gates=${GATES_ASKED:-50} one all bytes epoch
    psql -qXd postgres -c "ALTER ROLE bench PASSWORD 'none'"
    as_postgres sed -i 's/trust$/scram-sha-256/' "$WORK/data/pg_hba.conf"
    as_postgres pg_ctl -D "$WORK/data" -w -l "$WORK/data/server.log" -m fast restart -o "-p $PGPORT -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c max_connections=200 -c logging_collector=on -c log_destination=jsonlog -c log_rotation_size=64MB \
        -c log_truncate_on_rotation=on -c log_filename=bench-%M.log -c autovacuum=off -c shared_preload_libraries=pg_stat_statements" >/dev/null || fail "the server did not restart"
    fresh
    sql -c "CREATE EXTENSION pg_stat_statements" -c "CREATE TABLE bench (id int PRIMARY KEY)"
    echo "SELECT 1 /* $(head -c 3900 /dev/zero | tr '\0' x) */;" >"$WORK/load.sql"
    SERVING=() RELAYS=()
    relay all; relay kept; relay third
    echo "| gates | bytes/s | % of a core, of their sessions |"
    echo "|---|---|---|"
    serving web-1 all; until_ready 1
    spent "1, the log at rest"; one=$CPU
    log_load; spent "1, beside a log that grows by 1.4 MB/s"; end_load
    bytes=$BYTES one=$(awk -v a="$CPU" -v b="$one" 'BEGIN {print a - b}')
    for i in $(seq 2 "$gates"); do serving "web-$i" all; done
    until_ready "$gates"; sleep 20
    spent "$gates, the log at rest"; all=$CPU
    epoch=$(sql -c "SELECT epoch FROM schema_gate.log_source")
    log_load; spent "$gates, beside such a log"
    all=$(awk -v a="$CPU" -v b="$all" 'BEGIN {print a - b}')
    echo "| × one gate: bytes beside the log | $(ratio "$BYTES" "$bytes") | |"
    echo "| beside the log less at rest: one gate · $gates | | $one · $all |"
    echo "| readers replaced in that time | $(($(sql -c "SELECT epoch FROM schema_gate.log_source") - epoch)) | |"
    detection "$gates"
    end_load; end_gates
    fresh; sql -c "CREATE EXTENSION pg_stat_statements"
    polls
    kill "${RELAYS[@]}" 2>/dev/null || true
}

main() {
    [ -n "${PGHOST:-}" ] || own_server
    [ "$KIND" = native ] || [ -f target/quarkus-app/quarkus-run.jar ] || fail "build the jar first: mvn package -DskipTests"
    machine
    [ $# -gt 0 ] || set -- stall start scale revisions crowd
    for table in "$@"; do "$table"; echo; done
}

# In a process group of its own, so that this shell is free to hear signals and can end all of it.
set -m
main "$@" &
MAIN=$!
set +m
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
wait "$MAIN"
