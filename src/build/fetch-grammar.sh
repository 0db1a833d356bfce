#!/bin/sh
# Fetches PostgreSQL's grammar by package-lock.json and writes the map of its minified names.
# usage: src/build/fetch-grammar.sh OUTPUT_DIRECTORY
set -eu

command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 || {
    echo "npm and node are needed to build: they fetch PostgreSQL's grammar (libpg-query) by package-lock.json" >&2
    exit 1
}

# npm writes this marker last, so one as new as the lock file is a complete installation of it.
marker=node_modules/.package-lock.json
if [ ! -f "$marker" ] || [ package-lock.json -nt "$marker" ] || [ package.json -nt "$marker" ]; then
    npm ci --ignore-scripts --loglevel=error
    touch "$marker"
fi

out="$1/dev/schemagate/sql/grammar"
mkdir -p "$out"
node src/build/grammar-names.mjs node_modules/libpg-query/wasm >"$out/Pg18.names.properties.new"
if cmp -s "$out/Pg18.names.properties.new" "$out/Pg18.names.properties"; then
    rm "$out/Pg18.names.properties.new"
else
    mv "$out/Pg18.names.properties.new" "$out/Pg18.names.properties"
fi
