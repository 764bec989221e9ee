// Commands beside the agent: vigilo COMMAND …
import { parseArgs } from 'node:util'
import { asyncScheduler } from 'rxjs'
import packageJson from '../../package.json' with { type: 'json' }
import { loadEnvironment } from '../config/load-environment.ts'
import { systemReaders } from '../config/readers.ts'
import { exitCode, withConfiguration } from './command-context.ts'
import { doctor } from './doctor.ts'
import { verifyDiagrams } from './marbles/verify.ts'
import { outbox, type OutboxCommand } from './outbox.ts'
import { sendTest } from './send-test.ts'

const usage = `vigilo doctor                  looks at all that the agent needs, and says what to do
vigilo test [--channel NAME]   sends a test message, and waits until it is accepted
vigilo outbox [--json]         shows the messages that wait or were refused
vigilo outbox retry ID         sends one at once
vigilo outbox drop ID          removes one
vigilo marbles FILE…           runs diagrams against the extensions beside them`

const streams = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
  now: () => asyncScheduler.now(),
}

type Words = readonly string[]

/** Null where the words are none that the command knows. */
type Run = (words: Words) => number | Promise<number> | null

const configured = (command: Parameters<typeof withConfiguration>[2]): Promise<number> =>
  withConfiguration(loadEnvironment(process.env), streams, command)

const commands: Readonly<Partial<Record<string, Run>>> = {
  doctor: (words) =>
    words.length > 0
      ? null
      : doctor(loadEnvironment(process.env), packageJson.version, {
          ...streams,
          inContainer: systemReaders.inContainer(),
        }),
  test: (words) => {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { channel: { type: 'string' } },
      allowPositionals: true,
    })
    return positionals.length > 0 ? null : configured((context) => sendTest(values.channel ?? null, context))
  },
  outbox: (words) => {
    const command = outboxCommand(words)
    return command && configured((context) => outbox(command, context))
  },
  marbles: (files) => (files.length > 0 ? verifyDiagrams(files, console.log) : null),
}

const outboxCommand = (words: Words): OutboxCommand | null => {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [kind, id, ...more] = positionals
  if (kind === undefined) return { kind: 'show', json: values.json ?? false }
  if (more.length > 0 || id === undefined || !/^\d{1,15}$/.test(id) || (values.json ?? false)) return null
  return kind === 'retry' || kind === 'drop' ? { kind, id: Number(id) } : null
}

const run = async (command: string | undefined, words: Words): Promise<number> => {
  try {
    const code = commands[command ?? '']?.(words)
    if (code !== null && code !== undefined) return await code
  } catch (error) {
    // parseArgs throws at options that nobody knows.
    if (!(error instanceof TypeError && 'code' in error)) throw error
  }
  streams.error(`${usage}\n`)
  return exitCode.usage
}

const [command, ...words] = process.argv.slice(2)
process.exitCode = await run(command, words)
