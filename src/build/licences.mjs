// Licences and notices of the components, as their packages bring them along; what a package lacks is in src/build/licenses, by
// the SPDX id of a licence that has one text for all, or by the component's name.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { textsOf } from './jar.mjs'

const NOTICE = /(^|\/)notice[^/]*$/i
const LICENCE = /(^|\/)([^/]*licen[cs]e|copying)[^/]*$|(^|\/)licen[cs]es\/.*[^/]$/i
const PROSE = /(^|\/)[^./]+$|\.(txt|md|html)$/i
// Shorter ones only say where the licence is.
const WHOLE = 1000

const OURS = path.join('src', 'build', 'licenses')
const SHARED = { 'Apache-2.0': 'LICENSE', 'Public Domain': path.join(OURS, 'CC0-1.0.txt') }

export const licences = component => (component.licenses ?? [])
  .map(l => l.expression ?? l.license.id ?? l.license.name)
  .sort()

// Of a jar or an npm package: { notices, texts }.
export function found(place) {
  const wanted = name => (NOTICE.test(name) || LICENCE.test(name)) && PROSE.test(name)
  const all = place.endsWith('.jar')
    ? textsOf(place, wanted)
    : new Map(readdirSync(place).filter(wanted).map(name => [name, readFileSync(path.join(place, name), 'utf8')]))
  const those = isNotice => [...all].filter(([name]) => NOTICE.test(name) === isNotice).map(([, text]) => tidy(text))
  return { notices: those(true), texts: those(false) }
}

// The texts that a component needs beside those in its package; none where even so no licence of it is whole.
export function added(component, texts) {
  const own = path.join(OURS, `${component.name}.txt`)
  const shared = licences(component)
    .map(licence => SHARED[licence] ?? path.join(OURS, `${licence}.txt`))
    .filter(file => existsSync(file))
  const more = [...(existsSync(own) ? [own] : []), ...shared.slice(0, 1)].map(file => tidy(readFileSync(file, 'utf8')))
  return more.length > 0 || texts.some(text => text.length >= WHOLE) ? more : null
}

export const tidy = text => text.replace(/\r/g, '').replace(/[ \t]+$/gm, '').replace(/^\n+/, '').trimEnd()

// Copies of one text differ in its layout, and in what the Apache License has behind its end on how to apply it.
const essence = text => text
  .replace(/END OF TERMS AND CONDITIONS\s+APPENDIX:[^]*under the License\.\s*$/, '')
  .replace(/https:/g, 'http:')
  .replace(/\s+/g, '')
  .toLowerCase()

// Each text once, with the components that it is of.
export function section(title, entries) {
  const by = new Map()
  for (const [component, text] of entries) {
    const former = by.get(essence(text)) ?? { text, of: [] }
    former.of.push(component)
    by.set(essence(text), former)
  }
  const line = '='.repeat(80)
  return `${title}\n\n` + [...by.values()]
    .map(({ text, of }) => `${line}\n${[...new Set(of)].join('\n')}\n${line}\n\n${text}\n`)
    .join('\n')
}
