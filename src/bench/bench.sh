#!/usr/bin/env bash
# The three tables of the README's benchmark. Needs PostgreSQL's client programs (psql, pgbench) and a server:
#   PGHOST=127.0.0.1 PGUSER=app PGPASSWORD=pw src/bench/bench.sh [stall|start|scale]...
# GATE says how to run the gate; default: the jar that `mvn package` makes.
set -euo pipefail
cd "$(dirname "$0")/../.."
GATE=${GATE:-java -jar target/quarkus-app/quarkus-run.jar}
PGBENCH=${PGBENCH:-$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)}
RATE=${RATE:-300}
BASE="postgresql://${PGUSER:-postgres}:${PGPASSWORD:-}@${PGHOST:-127.0.0.1}:${PGPORT:-5432}"
WORK=$(mktemp -d)
DB=schema_gate_bench
trap 'rm -rf "$WORK"; psql -qd postgres -c "DROP DATABASE IF EXISTS $DB WITH (FORCE)" 2>/dev/null' EXIT

ms() { date +%s%3N; }
sql() { psql -qXAt -v ON_ERROR_STOP=1 -d "$DB" "$@"; }
fresh() { psql -qX -d postgres -c "DROP DATABASE IF EXISTS $DB WITH (FORCE)" -c "CREATE DATABASE $DB" 2>/dev/null; }
gate() { GATE_DATABASE_URL="$BASE/$DB" GATE_HOTFIX_DIR="$WORK/hotfixes" GATE_MIGRATE_ENGINE=${ENGINE:-none} GATE_MIGRATE_LOCATIONS="$WORK/migrations" \
    $GATE run >"$WORK/gate.log" 2>&1 || { tail -5 "$WORK/gate.log" >&2; return 1; }; }
hotfixes() { rm -rf "$WORK/hotfixes"; mkdir -p "$WORK/hotfixes" "$WORK/migrations"; }
since() { echo $(($(ms) - $1)); }

# One open-loop run of 20 s; a reader's transaction is open from 3 s to 13 s, "$2..." runs at 6 s.
load() {
    local name=$1; shift
    rm -f "$WORK"/log.*
    (sleep 3; sql -c "BEGIN; SELECT count(*) FROM bench; SELECT pg_sleep(10); COMMIT" >/dev/null) &
    (sleep 6; "$@" >/dev/null 2>&1 || true) &
    "$PGBENCH" -n -c 8 -j 2 -T 20 -R "$RATE" -f "$WORK/load.sql" -l --log-prefix="$WORK/log" -d "$DB" >/dev/null 2>&1
    wait
    cat "$WORK"/log.* | awk '{print $3}' | sort -n >"$WORK/latency"
    cat "$WORK"/log.* | awk '{printf "%.1f\n", $5 * 1000 + $6 / 1000}' | sort -n | awk 'NR > 1 && $1 - last > gap {gap = $1 - last} {last = $1} END {printf "%d\n", gap}' >"$WORK/gap"
    awk -v name="$name" -v gap="$(cat "$WORK/gap")" '{v[NR] = $1 / 1000} v[NR] > 200 {slow++}
        END {printf "| %-42s | %6d | %6d | %5d | %5d of %d |\n", name, gap, v[NR], v[int(NR * 0.999)], slow, NR}' "$WORK/latency"
}

stall() {
    fresh
    sql -c "CREATE TABLE bench (id int PRIMARY KEY, n int NOT NULL DEFAULT 0); INSERT INTO bench SELECT g FROM generate_series(1, 100000) g"
    printf '%s\n' '\set id random(1, 100000)' '\set w random(1, 10)' '\if :w > 7' 'UPDATE bench SET n = n + 1 WHERE id = :id;' '\else' \
        'SELECT n FROM bench WHERE id = :id;' '\endif' >"$WORK/load.sql"
    hotfixes
    echo "ALTER TABLE bench ADD COLUMN IF NOT EXISTS fresh text;" >"$WORK/hotfixes/0001.sql"
    echo "| ADD COLUMN beside $RATE transactions a second, ms | no transaction for | longest | p99.9 | over 200 ms |"
    echo "|---|---|---|---|---|"
    gate; sql -c "ALTER TABLE bench DROP COLUMN fresh"
    load "control: nothing runs" true
    gate
    load "psql -f, column present" sql -f "$WORK/hotfixes/0001.sql"
    load "schema gate, column present" gate
    sql -c "ALTER TABLE bench DROP COLUMN fresh"
    load "schema gate, column missing" gate
    [ "$(sql -c "SELECT count(*) FROM pg_attribute WHERE attrelid = 'bench'::regclass AND attname = 'fresh'")" = 1 ] || echo "the column is missing" >&2
}

best() { # of five runs, in ms
    local least=999999
    for _ in 1 2 3 4 5; do
        local begin; begin=$(ms); "$@" >/dev/null 2>&1; local took; took=$(since "$begin")
        [ "$took" -lt "$least" ] && least=$took
    done
    echo "$least"
}

psql_per_file() {
    if command -v alembic >/dev/null && [ -f "${ALEMBIC_INI:-}" ]; then alembic -c "$ALEMBIC_INI" upgrade head; fi
    for file in "$WORK"/hotfixes/*.sql; do sql -f "$file"; done
    sql -c "NOTIFY pgrst, 'reload schema'"
}

start() {
    fresh; hotfixes
    sql -c "CREATE TABLE bench (id int PRIMARY KEY)"
    for i in $(seq -w 1 20); do echo "ALTER TABLE bench ADD COLUMN IF NOT EXISTS c$i text DEFAULT 'x';" >"$WORK/hotfixes/00$i.sql"; done
    gate
    echo "| satisfied start, 20 hotfix files, best of 5 | ms |"
    echo "|---|---|"
    echo "| ${ALEMBIC_INI:+alembic upgrade head, }psql -f per file, NOTIFY | $(best psql_per_file) |"
    echo "| schema gate: the process | $(best gate) |"
    echo "| schema gate: its steps, by its own clock | $(grep -oE 'step=[a-z]+ ms=[0-9]+' "$WORK/gate.log" | awk -F= '{s += $3} END {print s}') |"
    echo "CREATE TABLE one (id int);" >"$WORK/migrations/V1__one.sql"
    ENGINE=flyway gate
    echo "| the same with Flyway's own no-op in it | $(ENGINE=flyway best gate) |"
}

step_ms() { grep -oE "step=$1 ms=[0-9]+" "$WORK/gate.log" | tail -1 | cut -d= -f3; }

scale() {
    fresh; hotfixes
    sql -c "DO \$\$ BEGIN FOR i IN 1..200 LOOP EXECUTE 'CREATE TABLE b' || i || ' (id int PRIMARY KEY)'; END LOOP; END \$\$"
    for i in $(seq 1 1000); do
        echo "ALTER TABLE b$((i % 200 + 1)) ADD COLUMN IF NOT EXISTS c$i text DEFAULT 'x';" >"$WORK/hotfixes/$(printf %04d "$i").sql"
    done
    cat "$WORK"/hotfixes/*.sql | sql -f -
    echo "| scale, satisfied | hotfix step, ms |"
    echo "|---|---|"
    gate; echo "| 1,000 files, first start (parsed) | $(step_ms hotfix) |"
    gate; echo "| 1,000 files | $(step_ms hotfix) |"
    for part in $(seq 0 49); do
        sql -c "DO \$\$ BEGIN FOR i IN 1..200 LOOP EXECUTE 'CREATE TABLE big' || ($part * 200 + i) || ' (id int, a text, b text)'; END LOOP; END \$\$"
    done
    gate; gate; echo "| 1,000 files beside 10,000 tables | $(step_ms hotfix) |"
    rm "$WORK"/hotfixes/*; echo "ALTER TABLE big1 ADD COLUMN IF NOT EXISTS fresh text;" >"$WORK/hotfixes/1.sql"
    gate; echo "| lock kept by the proof, 10,000 tables, one column missing | $(grep -oE 'proof_ms=[0-9]+' "$WORK/gate.log" | cut -d= -f2) |"
}

[ $# -gt 0 ] || set -- stall start scale
for table in "$@"; do "$table"; echo; done
