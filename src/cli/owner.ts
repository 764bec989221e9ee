import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Answer } from '../control/request.ts'
import type { Command, Question } from '../model/command.ts'
import { storageReason } from '../sinks/outbox/storage-reason.ts'
import { commandText, type CommandText } from '../text/commands.ts'
import { reasonOf } from '../text/context.ts'
import { foreign } from '../text/foreign.ts'
import { aboutOf, silenceLine, whenOf } from '../text/silence-lines.ts'
import { statusLines } from '../text/status-lines.ts'
import { endedLines, isKnown, whyLines } from '../text/why-lines.ts'
import { askAgent } from './ask-agent.ts'
import { exitCode, type CommandContext } from './command-context.ts'
import { jsonOf } from './json.ts'
import { readDatabase } from './read-database.ts'

/** Where the agent listens, in its data folder. */
const socket = 'vigilo.sock'

/**
 * Asks the agent, and shows what it answers; without one, what it wrote down, and says so.
 *
 * Returns 0, or 1 where nothing is known of what was asked.
 */
export const ask = async (question: Question, json: boolean, context: CommandContext): Promise<number> => {
  const text = commandText(context.config, context.now())
  const asked = await askAgent(join(context.config.dataDir, socket), { method: 'GET', path: pathOf(question) })
  if ('answer' in asked) return show(asked.answer, json, context)
  try {
    const answer = readDatabase(question, context)
    context.printError(answer === null ? text.commands.nothingWritten : text.commands.withoutAgent[asked.missing])
    return answer === null ? exitCode.failed : show(answer, json, context)
  } catch (error) {
    context.printError(context.text.reason(storageReason(error)))
    return exitCode.failed
  }
}

/** Has the agent do something. Returns 0, or 1 where that could not be done. */
export const order = async (command: Command, context: CommandContext): Promise<number> => {
  const path = command.kind === 'silence' ? '/v1/silences' : `/v1/silences/${command.id}`
  const asked = await askAgent(join(context.config.dataDir, socket), {
    method: command.kind === 'silence' ? 'POST' : 'DELETE',
    path,
    ...(command.kind === 'silence' ? { body: command } : {}),
  })
  if ('answer' in asked) return show(asked.answer, false, context)
  context.printError(commandText(context.config, context.now()).commands.needsAgent)
  return exitCode.failed
}

/** By whom an order is given: the user that the command runs as. */
export const orderedBy = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'somebody' // a user without a name, as containers have
  }
}

const pathOf = (question: Question): string => {
  switch (question.kind) {
    case 'why':
      return `/v1/why?${new URLSearchParams({ subject: question.subject }).toString()}`
    case 'alerts':
      return `/v1/alerts?since=${question.since}`
    case 'status':
    case 'silences':
      return `/v1/${question.kind}`
  }
}

const show = (answer: Answer, json: boolean, context: CommandContext): number => {
  const { print, printError } = context
  const text = commandText(context.config, context.now())
  const isFine = answer.kind !== 'failed' && !(answer.kind === 'why' && !isKnown(answer.why))
  if (answer.kind === 'failed') printError(failureOf(answer, text))
  else if (json) print(jsonOf(answer))
  else for (const line of linesOf(answer, text)) print(line)
  return isFine ? exitCode.ok : exitCode.failed
}

const failureOf = (answer: Extract<Answer, { kind: 'failed' }>, text: CommandText): string =>
  answer.what === 'no such silence'
    ? text.commands.noSuchSilence(foreign(answer.id))
    : `${text.commands.failures[answer.what]}: ${reasonOf(answer.reason, text)}`

const linesOf = (answer: Exclude<Answer, { kind: 'failed' }>, text: CommandText): readonly string[] => {
  const { commands } = text
  switch (answer.kind) {
    case 'status':
      return statusLines(answer.status, text)
    case 'why':
      return whyLines(answer.why, text)
    case 'alerts':
      return endedLines(answer.alerts, text)
    case 'silences':
      return answer.silences.length === 0
        ? [commands.noSilences]
        : answer.silences.map((silence) => silenceLine(silence, text))
    case 'silenced': {
      const { silence } = answer
      const about = aboutOf(silence, text)
      return [
        commands.silenced(silence.id, about, whenOf(silence, text)),
        ...(answer.isKnown ? [] : [commands.matchesNothing(about)]),
      ]
    }
    case 'unsilenced':
      return [commands.unsilenced(answer.silence.id, aboutOf(answer.silence, text))]
  }
}
