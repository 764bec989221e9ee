import type { Alert } from '../../../../src/model/alert.ts'
import type { Details } from '../../../../src/model/check.ts'
import type { Mute } from '../../../../src/model/mute.ts'
import type { MuteQuestion, Situation } from '../../../../src/streams/notify/mute-question.ts'
import { createTroubles } from '../../../../src/streams/notify/troubles.ts'
import {
  endAlert,
  endedLife,
  firingLife,
  occurrenceAlert,
  openAlert,
  toldOf,
  unstableLife,
} from '../../../support/samples.ts'

interface About {
  readonly type: string
  readonly subject: string
  readonly details: Details
}

/** Every word that there may be about something, in every way that a mute may tell apart. */
export const wordsAbout = (about: About) => {
  const critical = firingLife(about)
  const warning = firingLife(about, { severity: 'warning' })
  const unstable = unstableLife(about, 'firing')
  return {
    'firing, critical': openAlert(critical),
    'firing, a warning': openAlert(warning),
    escalated: openAlert(critical, { word: 'escalated', before: toldOf(warning) }),
    'unstable, critical and never told': openAlert(unstable),
    'unstable, a warning and never told': openAlert({ ...unstable, severity: 'warning' }),
    'unstable, critical, and another was told': openAlert({ ...unstable, id: 2 }, { before: toldOf(critical) }),
    'unstable, told as firing': openAlert(unstable, { before: toldOf(critical) }),
    settled: openAlert(critical, { word: 'settled', before: toldOf(unstable) }),
    reminder: openAlert(critical, { word: 'reminder', before: toldOf(critical) }),
    resolved: endAlert(endedLife(about)),
    removed: endAlert(endedLife(about, { state: 'removed' })),
    happened: occurrenceAlert(about),
  } satisfies Readonly<Record<string, Alert>>
}

/** A container that is not running. */
export const aboutDb = { type: 'CONTAINER_NOT_RUNNING', subject: 'db', details: { kind: 'none' } } as const

export const words = wordsAbout(aboutDb)

/** Nothing is the matter that could mute anything. */
export const calm: Situation = {
  troubles: createTroubles(),
  silences: [],
  acknowledgements: [],
  quiet: null,
  messages: { wait: null, waitAfterBeginnings: null, fullUntil: () => null, saidUntil: () => null },
  isStarting: false,
  unwritten: null,
}

/** Which words a mute holds. */
export const heldBy = (
  question: MuteQuestion,
  situation: Situation,
  among: Readonly<Record<string, Alert>> = words,
): readonly string[] =>
  Object.entries(among).flatMap(([name, alert]) => (question(alert, situation) === null ? [] : [name]))

/** All that it answers to them. */
export const answersOf = (question: MuteQuestion, situation: Situation): readonly Mute[] =>
  Object.values(words).flatMap((alert) => question(alert, situation) ?? [])

export const allWords: readonly string[] = Object.keys(words)

/** What says that there is trouble. */
export const openWords: readonly string[] = allWords.filter(
  (name) => !['resolved', 'removed', 'happened'].includes(name),
)
