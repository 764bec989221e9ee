import { isOpen, isTrouble, type Life, type OpenLife } from '../model/life.ts'
import type { Muted } from '../model/mute.ts'
import type { Overview } from '../model/overview.ts'
import type { QuietPeriod } from '../model/quiet-range.ts'
import { isSilencedBy, type GivenSilence } from '../model/silence.ts'
import type {
  ChannelStatus,
  EndedAlerts,
  LifeRecord,
  MessageRecord,
  Moment,
  OutboxCounts,
  SilenceStatus,
  Status,
  TroubleStatus,
  Untold,
  Why,
} from '../model/status.ts'
import { sightOf } from './sight.ts'

/** All that the owner is shown is read off this. */
export interface Known extends Moment {
  readonly overview: Overview
  readonly muted: ReadonlyMap<string, Muted>
  /** Null where it is not quiet. */
  readonly quiet: QuietPeriod | null
  /** Those that somebody gave, and did not take back. */
  readonly given: readonly GivenSilence[]
  /** What was written down. */
  readonly records: {
    readonly endedSince: (time: number) => readonly LifeRecord[]
    readonly endedOf: (subject: string) => readonly LifeRecord[]
    readonly messagesAbout: (subject: string) => readonly MessageRecord[]
    readonly channels: () => readonly ChannelStatus[]
    readonly outbox: () => OutboxCounts
  }
  /** Null where none was sent. */
  readonly heartbeat: ChannelStatus | null
  readonly nextReportAt: number | null
}

/** By what something was muted before, of which only the reason was written down. */
export const unnamed = ''

export const statusOf = (known: Known): Status => {
  const { records, heartbeat, nextReportAt } = known
  return {
    ...momentOf(known),
    troubles: troublesOf(known),
    silences: silencesOf(known),
    channels: [...records.channels(), ...(heartbeat === null ? [] : [heartbeat])],
    outbox: records.outbox(),
    nextReportAt,
  }
}

export const whyOf = (known: Known, subject: string): Why => {
  const { records, overview } = known
  const isAbout = (about: { readonly subject: string }): boolean =>
    about.subject.toLowerCase() === subject.toLowerCase()
  const troubles = troublesOf(known).filter(({ life }) => isAbout(life))
  const ended = records.endedOf(subject)
  const lives = [...troubles, ...ended].map(({ life }) => life)
  return {
    ...momentOf(known),
    // As it is written, whatever case it was asked for in.
    subject: lives[0]?.subject ?? subject,
    troubles,
    ended,
    messages: records.messagesAbout(subject),
    silences: silencesOf(known).filter((silence) =>
      silence.type === '*'
        ? isSilencedBy({ type: '', subject }, silence)
        : lives.some((life) => isSilencedBy(life, silence)),
    ),
    sight: sightOf(overview, subject),
  }
}

export const endedSince = (known: Known, since: number): EndedAlerts => ({
  ...momentOf(known),
  since,
  ended: known.records.endedSince(since),
})

export const silencesOf = ({ given, at, overview }: Known): readonly SilenceStatus[] => {
  const open = [...overview.lives.values()].filter(isOpen)
  return given
    .filter(({ until }) => until === null || until > at)
    .map((silence) => ({
      ...silence,
      holdsUntil: overview.silences.find(({ id }) => id === silence.id)?.until ?? null,
      troubles: open.filter((life) => isSilencedBy(life, silence)).length,
    }))
}

const momentOf = ({ at, agentName, startedAt }: Known): Moment => ({ at, agentName, startedAt })

/** The worst first, and of those the oldest. */
const troublesOf = (known: Known): readonly TroubleStatus[] =>
  [...known.overview.lives.values()]
    .filter(isOpen)
    .filter((life) => isTrouble(life) || known.overview.told.has(life.fingerprint))
    .toSorted((one, other) => rankOf(one) - rankOf(other) || one.startsAt - other.startsAt || one.id - other.id)
    .map((life) => ({
      life,
      toldAt: known.overview.told.get(life.fingerprint)?.at ?? null,
      untold: untoldOf(life, known),
      mutes: mutesOf(life, known),
    }))

const rankOf = ({ severity }: OpenLife): number => (severity === 'critical' ? 0 : 1)

const untoldOf = (life: OpenLife, known: Known): Untold | null => {
  const muted = known.muted.get(life.fingerprint)
  if (muted !== undefined) {
    const { reason, by, until } = muted.mute
    const standing = mutesOf(life, known).find((mute) => mute.reason === reason)
    // A silence may have been prolonged since, and a cause renamed.
    return standing ?? { reason, by: nameOf(by, known), until }
  }
  if (known.overview.told.has(life.fingerprint)) return null
  if (!life.isSeen || known.startedAt === null) return { reason: 'unseen', by: null, until: null }
  // Nothing mutes what is ready and untold but a disk that cannot be written.
  return { reason: life.evidence === null ? 'awaited' : 'unwritten', by: null, until: null }
}

const mutesOf = (life: Life, { overview, quiet }: Known): readonly Untold[] => {
  const cause = overview.causeOf(life)
  const silence = overview.silences.find((one) => isSilencedBy(life, one))
  return [
    ...(cause === null ? [] : [{ reason: 'inhibited', by: aboutIn(cause), until: null } as const]),
    ...(silence === undefined ? [] : [{ reason: 'silenced', by: silence.id, until: finite(silence.until) } as const]),
    ...(quiet === null ? [] : [{ reason: 'quiet', by: null, until: quiet.until } as const]),
  ]
}

const finite = (time: number): number | null => (Number.isFinite(time) ? time : null)

const nameOf = (by: string | null, { overview }: Known): string | null => {
  if (by === null || by === unnamed) return null
  return overview.lives.has(by) ? aboutIn(by) : by
}

/** Of a fingerprint, the type and the subject. */
const aboutIn = (fingerprint: string): string => fingerprint.split('\n').slice(1).join(' ')
