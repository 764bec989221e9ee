import type { Answer } from '../control/request.ts'
import { hasEnded } from '../model/life.ts'
import type { ChannelStatus, LifeRecord, Moment, SilenceStatus, TroubleStatus, Untold } from '../model/status.ts'
import { inEnglish } from '../text/reason-words.ts'

/** Of what is written below: what is there keeps its meaning while it is the same. */
const version = 1

/** What was asked, for programs: times in UTC, as docs/commands.md says. */
export const jsonOf = (answer: Exclude<Answer, { kind: 'failed' }>): string => JSON.stringify(documentOf(answer))

const documentOf = (answer: Exclude<Answer, { kind: 'failed' }>): object => {
  switch (answer.kind) {
    case 'status': {
      const { troubles, silences, channels, outbox, nextReportAt } = answer.status
      return {
        ...momentOf(answer.status),
        alerts: troubles.map(troubleOf),
        silences: silences.map(silenceOf),
        channels: channels.map(channelOf),
        outbox: { queued: outbox.queued, oldestQueuedAt: optional(outbox.oldestQueuedAt), refused: outbox.refused },
        nextReportAt: optional(nextReportAt),
      }
    }
    case 'why': {
      const { subject, troubles, ended, messages, silences, sight } = answer.why
      return {
        ...momentOf(answer.why),
        subject,
        seenAt: sight === null ? null : iso(sight.at),
        alerts: troubles.map(troubleOf),
        ended: ended.map(endedOf),
        messages: messages.map(({ at, kind, words, deliveries }) => ({
          at: iso(at),
          kind,
          words: words.map(({ word, type }) => ({ word, type })),
          deliveries: deliveries.map(channelOf),
        })),
        silences: silences.map(silenceOf),
      }
    }
    case 'alerts':
      return { ...momentOf(answer.alerts), since: iso(answer.alerts.since), ended: answer.alerts.ended.map(endedOf) }
    case 'silences':
      return { version, silences: answer.silences.map(silenceOf) }
    case 'silenced':
    case 'unsilenced':
      return { version, silence: silenceOf(answer.silence) }
  }
}

const momentOf = ({ at, agentName, startedAt }: Moment) => ({
  version,
  at: iso(at),
  agent: agentName,
  runningSince: optional(startedAt),
})

const troubleOf = ({ life, toldAt, untold, mutes }: TroubleStatus) => ({
  type: life.type,
  subject: life.subject,
  severity: life.severity,
  state: life.state,
  startsAt: iso(life.startsAt),
  seenAt: iso(life.check.at),
  value: 'percent' in life.check.details ? life.check.details.percent : null,
  toldAt: optional(toldAt),
  untold: untold === null ? null : muteOf(untold),
  mutes: mutes.map(muteOf),
})

const muteOf = ({ reason, by, until }: Untold) => ({ reason, by, until: optional(until) })

const endedOf = ({ life, firstToldAt, endToldAt, mutedBy }: LifeRecord) => ({
  type: life.type,
  subject: life.subject,
  severity: life.severity,
  state: life.state,
  startsAt: iso(life.startsAt),
  endsAt: hasEnded(life) ? iso(life.endsAt) : null,
  toldAt: optional(firstToldAt),
  endToldAt: optional(endToldAt),
  mutedBy,
})

const silenceOf = ({ id, type, subject, at, until, times, by, reason, holdsUntil }: SilenceStatus) => ({
  id,
  type,
  subject,
  givenAt: iso(at),
  until: optional(until),
  times,
  by,
  reason,
  holdsUntil: optional(holdsUntil),
})

const channelOf = ({ channel, recipient, outcome, at, reason }: ChannelStatus) => ({
  channel,
  recipient,
  outcome,
  at: iso(at),
  reason: reason === null ? null : inEnglish(reason),
})

/** Far off times of a clock that was set wrong are none. */
const iso = (time: number): string | null => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null)

const optional = (time: number | null): string | null => (time === null ? null : iso(time))
