// What the program is made of, in one CycloneDX document: Maven's part and npm's, which holds PostgreSQL's grammar.
// Beside it a list for people, with all licences and notices. A component without a licence or its text ends the build.
//   node src/build/sbom.mjs MAVEN_BOM MAVEN_REPOSITORY OUTPUT_DIRECTORY TIMESTAMP
// Whether every jar of a packaged application is in such a document, and its licence and notices in the list:
//   node src/build/sbom.mjs --check DIRECTORY APPLICATION
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { added, found, licences, section } from './licences.mjs'

const BOM = 'schema-gate.cdx.json'
const LIST = 'THIRD-PARTY.txt'

function endWith(problems) {
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(1)
  }
}

const name = component => [component.group, component.name].filter(Boolean).join(':')
const jar = c => `${c.group}.${c.name}-${c.version}.jar`
const listed = component => `${name(component)} ${component.version}`

function check(directory, application) {
  const components = new Map(JSON.parse(readFileSync(path.join(directory, BOM))).components.map(c => [jar(c), c]))
  const list = readFileSync(path.join(directory, LIST), 'utf8')
  const squeezed = list.replace(/\s+/g, ' ')
  const headings = new Set(list.split('\n'))
  const problems = []
  for (const folder of ['boot', 'main'].map(folder => path.join(application, 'lib', folder))) {
    for (const file of readdirSync(folder)) {
      const component = components.get(file)
      if (!component) {
        problems.push(`${file} is shipped, and no component`)
      } else if (!headings.has(listed(component))) {
        problems.push(`${file} is shipped, and no licence is headed by it`)
      } else if (!found(path.join(folder, file)).notices.every(text => squeezed.includes(text.replace(/\s+/g, ' ')))) {
        problems.push(`${file} is shipped, and its notice is not passed on`)
      }
    }
  }
  endWith(problems)
}

// Maven's own repository, and npm's folder, hold what the build was made of.
function place(component, repository) {
  const [, kind, full] = component.purl.match(/^pkg:(maven|npm)\/(.*?)@/)
  if (kind === 'npm') {
    return path.join('node_modules', decodeURIComponent(full))
  }
  const classifier = new URLSearchParams(component.purl.split('?')[1]).get('classifier')
  const file = `${component.name}-${component.version}${classifier ? `-${classifier}` : ''}.jar`
  return path.join(repository, ...component.group.split('.'), component.name, component.version, file)
}

function list(components, repository) {
  const notices = []
  const texts = []
  const problems = []
  for (const component of components) {
    const packaged = place(component, repository)
    const own = existsSync(packaged) ? found(packaged) : { notices: [], texts: [] }
    const more = added(component, own.texts)
    if (more === null) {
      problems.push(`${name(component)} (${licences(component)}) has no licence text: put it into src/build/licenses`)
    } else {
      notices.push(...own.notices.map(text => [listed(component), text]))
      texts.push(...[...more, ...own.texts].map(text => [listed(component), text]))
    }
  }
  endWith(problems)
  const lines = components.map(c => `${listed(c)}: ${licences(c).join(' or ')}`)
  return [
    `What Schema Gate contains, and under which licences.\n\n${lines.join('\n')}\n`,
    section('NOTICES', notices),
    section('LICENCES', texts),
  ].join('\n\n')
}

function merge(bom, repository, output, timestamp) {
  const npm = JSON.parse(execFileSync(
    'npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev'], { encoding: 'utf8' }))
  const root = npm.metadata.component['bom-ref']
  bom.components.push(...npm.components)
  bom.dependencies.push(...npm.dependencies.filter(d => d.ref !== root))
  bom.dependencies.find(d => d.ref === bom.metadata.component['bom-ref']).dependsOn
    .push(...npm.dependencies.find(d => d.ref === root).dependsOn)
  // The same sources give the same document.
  bom.metadata.timestamp = timestamp
  endWith(bom.components.filter(c => licences(c).length === 0).map(c => `${name(c)} names no licence`))

  const components = [...bom.components].sort((a, b) => (listed(a) < listed(b) ? -1 : 1))
  mkdirSync(output, { recursive: true })
  writeFileSync(path.join(output, BOM), JSON.stringify(bom, null, 1) + '\n')
  writeFileSync(path.join(output, LIST), list(components, repository))
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--check') {
  check(...rest)
} else {
  merge(JSON.parse(readFileSync(first)), ...rest)
}
