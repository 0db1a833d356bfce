// The few entries that are wanted of a jar (APPNOTE.TXT of the ZIP format, 4.3).
import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50

// The texts of all entries whose name passes, by their names.
export function textsOf(jar, wanted) {
  const bytes = readFileSync(jar)
  let end = bytes.length - 22
  while (bytes.readUInt32LE(end) !== END) end--
  const texts = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10)
    const size = bytes.readUInt32LE(at + 20)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    if (wanted(name)) {
      const local = bytes.readUInt32LE(at + 42)
      const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const content = bytes.subarray(data, data + size)
      texts.set(name, (method === 0 ? content : inflateRawSync(content)).toString('utf8'))
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return texts
}
