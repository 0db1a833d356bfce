// What the program is made of, in one CycloneDX document: Maven's part and npm's, which holds PostgreSQL's grammar.
// Beside it a list for people. A component without a licence ends the build.
//   node src/build/sbom.mjs MAVEN_BOM OUTPUT_DIRECTORY TIMESTAMP
// Whether every jar of a packaged application is in such a document:
//   node src/build/sbom.mjs --check BOM APPLICATION
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

function endWith(problems) {
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(1)
  }
}

function check(bom, application) {
  const named = new Set(bom.components.map(c => `${c.group}.${c.name}-${c.version}.jar`))
  const jars = ['boot', 'main'].flatMap(folder => readdirSync(path.join(application, 'lib', folder)))
  endWith(jars.filter(jar => !named.has(jar)).map(jar => `${jar} is shipped, and no component`))
}

function merge(bom, output, timestamp) {
  const npm = JSON.parse(execFileSync(
    'npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'], { encoding: 'utf8' }))
  const root = npm.metadata.component['bom-ref']
  bom.components.push(...npm.components)
  bom.dependencies.push(...npm.dependencies.filter(d => d.ref !== root))
  bom.dependencies.find(d => d.ref === bom.metadata.component['bom-ref']).dependsOn
    .push(...npm.dependencies.find(d => d.ref === root).dependsOn)
  // The same sources give the same document.
  bom.metadata.timestamp = timestamp

  const licences = component => (component.licenses ?? [])
    .map(l => l.expression ?? l.license.id ?? l.license.name)
    .sort()
  const name = component => [component.group, component.name].filter(Boolean).join(':')
  endWith(bom.components.filter(c => licences(c).length === 0).map(c => `${name(c)} names no licence`))

  const lines = bom.components.map(c => `${name(c)} ${c.version}: ${licences(c).join(' or ')}`).sort()
  mkdirSync(output, { recursive: true })
  writeFileSync(path.join(output, 'schema-gate.cdx.json'), JSON.stringify(bom, null, 1) + '\n')
  writeFileSync(path.join(output, 'THIRD-PARTY.txt'),
    `What Schema Gate contains, and under which licences.\n\n${lines.join('\n')}\n`)
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--check') {
  check(JSON.parse(readFileSync(rest[0])), rest[1])
} else {
  merge(JSON.parse(readFileSync(first)), ...rest)
}
