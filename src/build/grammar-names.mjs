// Prints the real names behind a minified Emscripten module's imports and exports, read from its own loader.
// usage: node grammar-names.mjs DIRECTORY_OF_LIBPG_QUERY_WASM
// Letters change with every release of the package, so they are never written down by hand. The module is compared with a
// pinned hash: npm's integrity covers the archive, this covers what is on the disk.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const SHA256 = '378b64e6182f65c71ad5dbd2c31c81e9dfed7d2f2debfb4b51c0d0de8fa2ae36';
const directory = process.argv[2];

const found = createHash('sha256').update(readFileSync(`${directory}/libpg-query.wasm`)).digest('hex');
if (found !== SHA256) {
    console.error(`libpg-query.wasm is ${found}, expected ${SHA256}: remove node_modules and build again`);
    process.exit(1);
}

const loader = readFileSync(`${directory}/libpg-query.js`, 'utf8');
const plain = (name) => name.replace(/^_+/, '');
const lines = [];
for (const pair of loader.match(/wasmImports=\{([^}]*)\}/)[1].split(',')) {
    const [letter, name] = pair.split(':');
    lines.push(`import.${letter}=${plain(name)}`);
}
for (const [, name, letter] of loader.matchAll(/([A-Za-z_$][\w$]*)=(?:Module\["[^"]+"\]=)?wasmExports\["([^"]+)"\]/g)) {
    const real = { wasmMemory: 'memory', wasmTable: 'table' }[name] ?? plain(name);
    lines.push(`export.${real}=${letter}`);
}
lines.push(`export.call_ctors=${loader.match(/initRuntime\(\)\{[^}]*?wasmExports\["([^"]+)"\]\(\)/)[1]}`);
console.log(lines.join('\n'));
