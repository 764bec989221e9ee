import type { ChannelStatus, Moment, Status, TroubleStatus, Untold } from '../model/status.ts'
import { plainLine, type CommandText } from './commands.ts'
import { reasonOf, since } from './context.ts'
import { foreign } from './foreign.ts'
import { headline } from './headline.ts'
import { silenceLine } from './silence-lines.ts'
import { words } from './words.ts'

/** What `vigilo status` shows. */
export const statusLines = (status: Status, text: CommandText): readonly string[] => {
  const { commands, moment, figures, at } = text
  const { troubles, silences, channels, outbox, nextReportAt } = status
  const { queued, oldestQueuedAt, refused } = outbox
  const oldest = oldestQueuedAt === null ? '' : figures.duration(at - oldestQueuedAt)
  return [
    titleOf(status, text),
    ...(troubles.length === 0 ? [commands.nothingFires] : troubles.flatMap((one) => troubleLines(one, text))),
    ...(silences.length === 0
      ? []
      : [`${commands.silences}:`, ...silences.map((one) => `  ${silenceLine(one, text)}`)]),
    ...(channels.length === 0
      ? []
      : [`${commands.channels}:`, ...channels.map((one) => `  ${channelLine(one, text)}`)]),
    commands.outbox({ waiting: queued, oldest, refused }),
    ...(nextReportAt === null ? [] : [commands.nextReport(moment(nextReportAt))]),
  ]
}

/** `vps-01, 14:30, the agent runs since 12:00` */
export const titleOf = ({ startedAt }: Moment, { agentName, commands, figures, moment, at }: CommandText): string =>
  [foreign(agentName), figures.clock(at), ...(startedAt === null ? [] : [commands.started(moment(startedAt))])].join(
    ', ',
  )

/** What is so now, and below it since when, and what of it was told. */
export const troubleLines = (trouble: TroubleStatus, text: CommandText): readonly string[] => {
  const { life } = trouble
  const icon = life.severity === 'critical' ? '🔴' : '🟡'
  const word = trouble.toldAt === null ? 'firing' : 'reminder'
  const alert = { word, life, before: null, ended: null, bears: [], missed: 0 } as const
  const facts = [text.commands.severities[life.severity], since(life.startsAt, text), ...toldOf(trouble, text)]
  return [
    plainLine(words`${icon} ${headline(alert, 'list', text)}`),
    `   ${life.type} ${foreign(life.subject)}: ${facts.join(', ')}`,
  ]
}

const toldOf = ({ toldAt, untold, mutes }: TroubleStatus, text: CommandText): readonly string[] => {
  const { commands, moment } = text
  const others = mutes.filter(({ reason }) => reason !== 'quiet' && reason !== untold?.reason)
  const more = others.map((mute) => muteWords(mute, text))
  if (toldAt === null) return [commands.notTold(untold === null ? '' : muteWords(untold, text)), ...more]
  const waits = untold === null ? [] : [commands.nextWaits(muteWords(untold, text))]
  return [commands.told(moment(toldAt)), ...waits, ...more]
}

export const muteWords = ({ reason, by, until }: Untold, { commands, moment }: CommandText): string =>
  commands.mutes[reason]({
    by: foreign(by ?? ''),
    until: until === null ? '' : commands.until(moment(until)),
  })
    .replaceAll(/ +/g, ' ')
    .trim()

export const channelLine = (status: ChannelStatus, text: CommandText): string => {
  const { channel, recipient, outcome, reason } = status
  const icon = outcome === 'sent' ? '✓' : '✗'
  const why = reason === null ? '' : `: ${reasonOf(reason, text)}`
  return `${icon} ${addressOf(channel, recipient)}: ${outcomeOf(status, text)}${why}`
}

/** `whatsapp (…7777)` */
export const addressOf = (channel: string, recipient: string): string =>
  recipient === '' || recipient === channel ? channel : `${channel} (${foreign(recipient)})`

export const outcomeOf = ({ outcome, at }: ChannelStatus, { commands, moment }: CommandText): string =>
  commands.outcomes[outcome]?.(moment(at)) ?? outcome
