// Prisma's own engine as an oracle: one JSON request a line on standard input, one JSON answer a line on standard output.
//   {"ask":"lint","files":[[name,text],…]}                        -> {"errors":[{"file","line","text"}]}
//   {"ask":"create"|"diff","url":…,"files":…}                     -> {"sql"}
//   {"ask":"push","url":…,"files":…,"acceptDataLoss":bool,"forceReset":bool} -> {"warnings","unexecutable","steps"}
//   {"ask":"deploy","url":…,"files":…,"migrations":[[name,sql]]}  -> {"applied"}
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const require = createRequire(import.meta.url)
const wasm = require('@prisma/prisma-schema-wasm')
const filters = { externalTables: [], externalEnums: [] }

// Node cannot import WebAssembly as a module without a flag.
const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
const instance = new WebAssembly.Instance(
  new WebAssembly.Module(readFileSync(path.join(folder, 'schema_engine_bg.wasm'))),
  { './schema_engine_bg.js': bindings },
)
bindings.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

// Prisma 7 refuses the `url` that earlier ones want. The line stays, as a comment.
const sevenify = text => text.replace(/^(\s*)(url|directUrl|shadowDatabaseUrl)(\s*=.*)$/gm, '$1// $2$3')

// "char" (oid 18), which the engine's own catalog queries return, is no type to @prisma/adapter-pg.
const READ_AS = new Map([[18, 25], [1002, 1009]])

class OneConnection extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    const pool = adapter.underlyingDriver()
    this.pool = pool
    const query = pool.query.bind(pool)
    let chars = []
    pool.query = async (...args) => {
      const result = await query(...args)
      const fields = result.fields ?? []
      chars = fields.map(f => f.dataTypeID === 18)
      fields.forEach(f => { f.dataTypeID = READ_AS.get(f.dataTypeID) ?? f.dataTypeID })
      return result
    }
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async q => {
      const result = await queryRaw(q)
      chars.forEach((yes, i) => { if (yes) result.columnTypes[i] = ColumnTypeEnum.Character })
      return result
    }
    // One message, hence one transaction, as the native engine sends it; the adapter would split it at each semicolon.
    adapter.executeScript = async script => {
      try { await pool.query(script) } catch (error) { adapter.onError(error) }
    }
    return adapter
  }
}

async function withEngine({ url, files }, work) {
  const factory = new OneConnection({ connectionString: url, application_name: 'prisma-oracle', max: 1 }, {})
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const sources = files.map(([name, text]) => ({ path: name, content: sevenify(text) }))
  const engine = await bindings.SchemaEngine.new({ datamodels: sources.map(f => [f.path, f.content]) }, () => {}, adapter)
  try {
    return await work(engine, { files: sources })
  } catch (error) {
    const id = /id[^0-9]*(\d+)/i.exec(error.message ?? '')
    const cause = adapter.errorRegistry?.consumeError?.(id ? Number(id[1]) : 0)
    throw cause ? new Error(`${error.message} ${JSON.stringify(cause.error?.cause ?? String(cause.error))}`) : error
  } finally {
    engine.free()
    await factory.pool?.end()
  }
}

const diff = (request, from) => withEngine(request, async (engine, schema) => {
  const to = { tag: 'schemaDatamodel', ...schema }
  const source = from === 'empty' ? { tag: 'empty' } : { tag: 'schemaDatasource', ...schema, configDir: process.cwd() }
  const answer = await engine.diff({ from: source, to, script: true, exitCode: true, filters })
  return { sql: answer.stdout ?? '' }
})

const answers = {
  lint({ files }) {
    const texts = new Map(files.map(([name, text]) => [name, sevenify(text)]))
    const found = JSON.parse(wasm.lint(JSON.stringify([...texts])))
    const errors = found.filter(e => !e.is_warning).map(e => ({
      file: e.file_name,
      line: Buffer.from(texts.get(e.file_name) ?? '').subarray(0, e.start).toString().split('\n').length,
      text: e.text,
    }))
    return { errors }
  },
  create: request => diff(request, 'empty'),
  diff: request => diff(request, 'database'),
  push: request => withEngine(request, async (engine, schema) => {
    if (request.forceReset) await engine.reset({ filter: filters })
    const answer = await engine.schemaPush({ force: request.acceptDataLoss ?? false, schema, filters })
    return { warnings: answer.warnings, unexecutable: answer.unexecutable, steps: answer.executedSteps }
  }),
  deploy: request => withEngine(request, async engine => {
    const answer = await engine.applyMigrations({
      migrationsList: {
        baseDir: '/migrations',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: request.migrations.map(([name, sql]) => (
          { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } } })),
      },
      filters,
    })
    return { applied: answer.appliedMigrationNames }
  }),
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  let answer
  try {
    answer = await answers[request.ask](request)
  } catch (error) {
    answer = { error: String(error.message ?? error) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
process.exit()
