// Commands beside the agent: vigilo COMMAND …
import { parseArgs } from 'node:util'
import { asyncScheduler } from 'rxjs'
import packageJson from '../../package.json' with { type: 'json' }
import { languageIn, loadEnvironment } from '../config/load-environment.ts'
import { systemReaders } from '../config/readers.ts'
import { endDespiteHangs } from '../end-process.ts'
import { visible } from '../sinks/visible.ts'
import { commandWords } from '../text/command-words.ts'
import { bearClosedPipe } from './bear-closed-pipe.ts'
import { closeMisses } from './close-misses.ts'
import { exitCode, withConfiguration } from './command-context.ts'
import { doctor } from './doctor.ts'
import { verifyDiagrams } from './marbles/verify.ts'
import { ownerCommands, type Run, type Words } from './owner-commands.ts'
import { outbox, type OutboxCommand } from './outbox.ts'
import { sendTest } from './send-test.ts'

bearClosedPipe()
const language = languageIn(process.env)

const streams = {
  out: (text: string) => void process.stdout.write(text),
  error: (text: string) => void process.stderr.write(text),
  now: () => asyncScheduler.now(),
  language,
}

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
  ...ownerCommands(configured),
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

const usageOf = (name: string, usage: string): string =>
  usage
    .split('\n')
    .filter((line) => line.startsWith(`vigilo ${name} `))
    .join('\n')

const run = async (name: string, words: Words): Promise<number> => {
  const { usage, ...said } = commandWords(language)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    const code = command?.(words)
    if (code !== null && code !== undefined) return await code
  } catch (error) {
    // parseArgs throws at options that nobody knows.
    if (!(error instanceof TypeError && 'code' in error)) throw error
  }
  const near = closeMisses(name, Object.keys(commands)).map((one) => `"${one}"`)
  const [fault, help] =
    command === undefined
      ? [said.unknownCommand(visible(name), near.join(` ${said.or} `)), usage]
      : [said.unknownWords(visible([name, ...words].join(' '))), usageOf(name, usage)]
  streams.error(`${name === '' ? '' : `${fault}\n`}${help}\n`)
  return exitCode.usage
}

const [command = '', ...words] = process.argv.slice(2)
endDespiteHangs(process, await run(command, words))
