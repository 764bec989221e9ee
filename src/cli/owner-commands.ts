import { parseArgs } from 'node:util'
import type { CommandContext } from './command-context.ts'
import { ask, order, orderedBy } from './owner.ts'
import { readDuration, readSilence, subjectNamed } from './read-silence.ts'

export type Words = readonly string[]

/** Null where the words are none that the command knows. */
export type Run = (words: Words) => number | Promise<number> | null

/** Runs something with the configuration of the agent. */
type Configured = (command: (context: CommandContext) => Promise<number>) => Promise<number>

/** What the owner asks and orders: `status`, `why`, `alerts`, `silence`, `silences`, `unsilence`. */
export const ownerCommands = (configured: Configured): Readonly<Record<string, Run>> => ({
  status: (words) => {
    const { json, names } = readWords(words)
    return names.length > 0 ? null : configured((context) => ask({ kind: 'status' }, json, context))
  },
  why: (words) => {
    const { json, names } = readWords(words)
    const [name = '', ...more] = names
    if (name === '' || more.length > 0) return null
    return configured((context) => ask({ kind: 'why', subject: subjectNamed(name) }, json, context))
  },
  alerts: (words) => {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean' }, since: { type: 'string' } },
      allowPositionals: true,
    })
    const duration = readDuration((values.since ?? '24h').toLowerCase())
    if (positionals.length > 0 || duration === null) return null
    const { json = false } = values
    return configured((context) => ask({ kind: 'alerts', since: context.now() - duration }, json, context))
  },
  silences: (words) => {
    const { json, names } = readWords(words)
    return names.length > 0 ? null : configured((context) => ask({ kind: 'silences' }, json, context))
  },
  silence: (words) => {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { type: { type: 'string' }, reason: { type: 'string' } },
      allowPositionals: true,
    })
    const { type = null, reason = '' } = values
    const command = readSilence(positionals, { type, reason, by: orderedBy() })
    return command && configured((context) => order(command, context))
  },
  unsilence: ([id = '', ...more]) =>
    more.length > 0 || !/^\d{1,15}$/.test(id)
      ? null
      : configured((context) => order({ kind: 'unsilence', id }, context)),
})

const readWords = (words: Words): { readonly json: boolean; readonly names: Words } => {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  return { json: values.json ?? false, names: positionals }
}
