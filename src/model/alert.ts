import type { EndedLife, Life, OpenLife } from './life.ts'
import type { Occurrence } from './occurrence.ts'
import type { Told } from './told.ts'

/** What there is to say of a life: what is so, compared with what was told. */
export type LifeWord = 'firing' | 'escalated' | 'unstable' | 'settled' | 'reminder' | 'resolved' | 'removed'

/** `happened`: what there is to say of an occurrence, once. */
export type Word = LifeWord | 'happened'

/** One word about one fingerprint, as people are told it. */
export type Alert = OpenAlert | EndAlert | OccurrenceAlert

/** It says that there is trouble. */
export interface OpenAlert extends LifeAlertBase {
  readonly word: 'firing' | 'escalated' | 'unstable' | 'settled' | 'reminder'
  readonly life: OpenLife
  /** The life before it, where people were told of that and not of its end. */
  readonly ended: EndedLife | null
}

/** It says that there is none any more. */
export interface EndAlert extends LifeAlertBase {
  readonly word: 'resolved' | 'removed'
  readonly life: EndedLife
}

interface LifeAlertBase {
  /** What people were told of the fingerprint before; null where that was nothing, or its end. */
  readonly before: Told | null
  /** What was told of the same subject, follows from this, and has its end in this message. */
  readonly bears: readonly Told[]
  /** Lives of the same fingerprint that came and went untold before it. */
  readonly missed: number
}

export interface OccurrenceAlert {
  readonly word: 'happened'
  readonly occurrence: Occurrence
}

export const isEnd = (alert: Alert): alert is EndAlert => alert.word === 'resolved' || alert.word === 'removed'

export const isOpenAlert = (alert: Alert): alert is OpenAlert => alert.word !== 'happened' && !isEnd(alert)

/** It says that something has begun, or has become worse. */
export const isBeginning = ({ word }: Alert): boolean =>
  word === 'firing' || word === 'escalated' || word === 'unstable'

/** Nobody may have to wait for it: there is something critical that people were not told is critical. */
export const isUrgent = (alert: Alert): boolean =>
  isOpenAlert(alert) && alert.life.severity === 'critical' && !isToldCritical(alert)

const isToldCritical = ({ before, life }: OpenAlert): boolean =>
  before !== null && before.life === life.id && before.severity === 'critical'

/** What it is about. */
export const aboutOf = (alert: Alert): Pick<Life, 'host' | 'fingerprint' | 'type' | 'subject' | 'severity'> =>
  alert.word === 'happened' ? alert.occurrence : alert.life
