// What the program is made of, in one CycloneDX document: Maven's part and npm's, which holds PostgreSQL's grammar.
// Beside it a list for people. A jar that is shipped and not named, or a component without a licence, ends the build.
// usage: node src/build/sbom.mjs MAVEN_BOM APPLICATION OUTPUT_DIRECTORY TIMESTAMP
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const [mavenBom, application, output, timestamp] = process.argv.slice(2)

const bom = JSON.parse(readFileSync(mavenBom))
const npm = JSON.parse(execFileSync(
  'npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'], { encoding: 'utf8' }))
bom.components.push(...npm.components)
bom.dependencies.push(...npm.dependencies.filter(d => d.ref !== npm.metadata.component['bom-ref']))
const own = bom.dependencies.find(d => d.ref === bom.metadata.component['bom-ref'])
own.dependsOn.push(...npm.dependencies.find(d => d.ref === npm.metadata.component['bom-ref']).dependsOn)
// The same sources give the same document.
bom.metadata.timestamp = timestamp

const licences = component => (component.licenses ?? [])
  .map(l => l.expression ?? l.license.id ?? l.license.name)
  .sort()
const name = component => [component.group, component.name].filter(Boolean).join(':')

const jars = existsSync(path.join(application, 'lib'))
  ? ['boot', 'main'].flatMap(folder => readdirSync(path.join(application, 'lib', folder)))
  : []
const named = new Set(bom.components.map(c => `${c.group}.${c.name}-${c.version}.jar`))
const problems = [
  ...jars.filter(jar => !named.has(jar)).map(jar => `${jar} is shipped, and no component`),
  ...bom.components.filter(c => licences(c).length === 0).map(c => `${name(c)} names no licence`),
]
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}

const lines = bom.components
  .map(c => `${name(c)} ${c.version}: ${licences(c).join(' or ')}`)
  .sort()
mkdirSync(output, { recursive: true })
writeFileSync(path.join(output, 'schema-gate.cdx.json'), JSON.stringify(bom, null, 1) + '\n')
writeFileSync(path.join(output, 'THIRD-PARTY.txt'),
  `What Schema Gate contains, each with the licences of which one may be chosen.\n\n${lines.join('\n')}\n`)
