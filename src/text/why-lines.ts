import type { EndedAlerts, LifeRecord, MessageRecord, Sight, Why } from '../model/status.ts'
import { hasEnded } from '../model/life.ts'
import { muteReasons } from '../model/mute.ts'
import type { CommandText } from './commands.ts'
import { period } from './context.ts'
import { failureWords } from './failure-words.ts'
import { foreign } from './foreign.ts'
import { silenceLine } from './silence-lines.ts'
import { addressOf, muteWords, outcomeOf, titleOf, troubleLines } from './status-lines.ts'

/** What `vigilo why` shows of a subject. */
export const whyLines = (why: Why, text: CommandText): readonly string[] => {
  const { commands } = text
  const { subject, sight, troubles, silences, ended, messages } = why
  if (!isKnown(why)) return [titleOf(why, text), commands.unknownSubject(foreign(subject))]
  return [
    titleOf(why, text),
    ...(sight === null ? [] : [commands.seen(sightWords(sight, text), text.moment(sight.at))]),
    ...(troubles.length === 0 ? [commands.nothingFires] : troubles.flatMap((one) => troubleLines(one, text))),
    ...part(
      commands.silences,
      silences.map((one) => silenceLine(one, text)),
    ),
    ...part(
      commands.ended,
      ended.flatMap((one) => endedLine(one, text)),
    ),
    ...part(
      commands.messages,
      messages.flatMap((one) => messageLines(one, text)),
    ),
  ]
}

/** Whether there is anything to say of it, but what silences all. */
export const isKnown = ({ sight, troubles, ended, messages }: Why): boolean =>
  sight !== null || troubles.length + ended.length + messages.length > 0

/** What `vigilo alerts` shows. */
export const endedLines = (alerts: EndedAlerts, text: CommandText): readonly string[] => {
  const begin = text.moment(alerts.since)
  return [
    titleOf(alerts, text),
    ...(alerts.ended.length === 0
      ? [text.commands.noneEnded(begin)]
      : [text.commands.endedSince(begin), ...alerts.ended.flatMap((one) => endedLine(one, text)).map(indented)]),
  ]
}

const part = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map(indented)]

const indented = (line: string): string => `  ${line}`

const endedLine = (record: LifeRecord, text: CommandText): readonly string[] => {
  const { life, firstToldAt, endToldAt } = record
  if (!hasEnded(life)) return []
  const { commands, moment } = text
  const told = firstToldAt === null ? [untoldWords(record, text)] : [commands.told(moment(firstToldAt))]
  const end =
    endToldAt === null ? (firstToldAt === null ? [] : [commands.endNotTold]) : [commands.endTold(moment(endToldAt))]
  const facts = [period(life.startsAt, life.endsAt, text), commands.severities[life.severity], ...told, ...end]
  return [`${life.type} ${foreign(life.subject)}: ${facts.join(', ')}`]
}

const untoldWords = ({ mutedBy }: LifeRecord, text: CommandText): string => {
  const reason = muteReasons.find((one) => one === mutedBy)
  const { notToldEver } = text.commands
  return reason === undefined ? notToldEver : `${notToldEver} (${muteWords({ reason, by: null, until: null }, text)})`
}

const messageLines = ({ at, kind, words, deliveries }: MessageRecord, text: CommandText): readonly string[] => {
  const { commands, moment } = text
  const report = kind === 'startup' || kind === 'report' ? `${commands.reported[kind]}: ` : ''
  const said = words.map(({ word, type }) => `${type} ${commands.words[word]}`).join(', ')
  return [
    `${moment(at)} ${report}${said}`,
    ...deliveries.map((one) => `    ${addressOf(one.channel, one.recipient)}: ${outcomeOf(one, text)}`),
  ]
}

const sightWords = (sight: Sight, { figures, language, commands }: CommandText): string => {
  switch (sight.kind) {
    case 'container': {
      const { state, health, usage } = sight.container
      const used =
        usage === null ? [] : [`CPU ${figures.percent(usage.cpuPercent)}`, `RAM ${figures.size(usage.memoryBytes)}`]
      return [state, ...(health === 'none' ? [] : [health]), ...used].join(', ')
    }
    case 'service': {
      const { failure, tookMilliseconds } = sight.service
      return failure === null ? `${commands.states.answers} (${tookMilliseconds} ms)` : failureWords(failure, language)
    }
    case 'disk':
      return 'percent' in sight.disk
        ? `${figures.percent(sight.disk.percent)}, ${figures.usage(sight.disk)}`
        : commands.states.unseen
    case 'host':
      return `CPU ${figures.percent(sight.host.cpu.percent)}, RAM ${figures.percent(sight.host.memory.percent)}`
  }
}
