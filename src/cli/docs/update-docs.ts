import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alertsTable } from './alerts-table.ts'
import { envExample } from './env-example.ts'
import { variablesTable, type Language } from './variables-table.ts'

/** What is generated in a README, by the name of its markers. */
const tables = { variables: variablesTable, alerts: alertsTable } as const

const markersOf = (name: string) => ({ opening: `<!-- ${name} -->`, closing: `<!-- /${name} -->` })

export interface DocsUpdate {
  /** Files that were not up to date. */
  readonly stale: readonly string[]
  /** Why a file cannot be brought up to date, one line each. */
  readonly problems: readonly string[]
}

/**
 * Brings `.env.example` and the tables of README.md and README.pt-BR.md in `folder` up to date. With `check` it writes
 * nothing. Throws where a file cannot be written.
 */
export const updateDocs = (folder: string, { check }: { readonly check: boolean }): DocsUpdate => {
  const read = (file: string): string | null => {
    try {
      return readFileSync(join(folder, file), 'utf8')
    } catch {
      return null
    }
  }
  const readme = (file: string, language: Language) => {
    const text = read(file)
    return { file, text, fresh: text === null ? null : withTables(text, language) }
  }
  const files = [
    readme('README.md', 'en'),
    readme('README.pt-BR.md', 'pt'),
    { file: '.env.example', text: read('.env.example'), fresh: envExample() },
  ]
  const problems = files
    .filter(({ fresh }) => fresh === null)
    .map(({ file }) => `${file} is missing, or lacks one of ${markers} with its end after it`)
  const stale = files.flatMap(({ file, text, fresh }) => (fresh === null || fresh === text ? [] : [{ file, fresh }]))
  if (!check) for (const { file, fresh } of stale) writeFileSync(join(folder, file), fresh)
  return { stale: stale.map(({ file }) => file), problems }
}

const markers = Object.keys(tables)
  .map((name) => markersOf(name).opening)
  .join(', ')

/** Null where markers are missing. */
const withTables = (text: string, language: Language): string | null =>
  Object.entries(tables).reduce<string | null>(
    (fresh, [name, table]) => fresh && withTable(fresh, markersOf(name), table(language)),
    text,
  )

const withTable = (text: string, { opening, closing }: ReturnType<typeof markersOf>, table: string): string | null => {
  const start = text.indexOf(opening)
  const end = text.indexOf(closing, start)
  if (start < 0 || end < 0) return null
  return `${text.slice(0, start + opening.length)}\n\n${table}\n\n${text.slice(end)}`
}
