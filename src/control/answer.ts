import type { Command, Question } from '../model/command.ts'
import { alertTypes } from '../model/alert-types.ts'
import { isSilencedBy, type GivenSilence } from '../model/silence.ts'
import type { SilenceStatus } from '../model/status.ts'
import { storageReason } from '../sinks/outbox/storage-reason.ts'
import { subjectsIn } from '../state/sight.ts'
import { endedSince, silencesOf, statusOf, whyOf, type Known } from '../state/status.ts'
import type { Done } from './obey.ts'
import type { Answer } from './request.ts'

/** All that was ever known by a name. */
export interface Names {
  /** What had a life that is remembered. */
  readonly subjects: () => readonly { readonly type: string; readonly subject: string }[]
  /** What is to be there, seen or not. */
  readonly expected: readonly string[]
}

/** What is said to a request of which all that it orders was done. */
export const answerTo = (asked: Command | Question, done: Done, known: Known, names: Names): Answer => {
  switch (done.kind) {
    case 'failed':
      return { kind: 'failed', what: 'not written', reason: storageReason(done.error) }
    case 'unknown':
      return { kind: 'failed', what: 'no such silence', id: asked.kind === 'unsilence' ? asked.id : '' }
    case 'silenced':
      return {
        kind: 'silenced',
        silence: asStatus(done.silence, known),
        isKnown: matchesAny(done.silence, known, names),
      }
    case 'unsilenced':
      return { kind: 'unsilenced', silence: { ...done.silence, holdsUntil: null, troubles: 0 } }
    case 'nothing':
      return answerToQuestion(asked, known)
  }
}

const answerToQuestion = (asked: Command | Question, known: Known): Answer => {
  try {
    switch (asked.kind) {
      case 'why':
        return { kind: 'why', why: whyOf(known, asked.subject) }
      case 'alerts':
        return { kind: 'alerts', alerts: endedSince(known, asked.since) }
      case 'silences':
        return { kind: 'silences', silences: silencesOf(known) }
      case 'status':
      case 'silence':
      case 'unsilence':
        return { kind: 'status', status: statusOf(known) }
    }
  } catch (error) {
    return { kind: 'failed', what: 'not read', reason: storageReason(error) }
  }
}

const asStatus = (silence: GivenSilence, known: Known): SilenceStatus =>
  silencesOf(known).find(({ id }) => id === silence.id) ?? { ...silence, holdsUntil: null, troubles: 0 }

/** Whether it silences anything that there is or was. */
const matchesAny = (silence: GivenSilence, { overview }: Known, { subjects, expected }: Names): boolean => {
  const had = subjects()
  const types = [...Object.keys(alertTypes), ...had.map(({ type }) => type)]
  const all = [...subjectsIn(overview), ...expected, ...had.map(({ subject }) => subject)]
  return (
    types.some((type) => isSilencedBy({ type, subject: '' }, { ...silence, subject: '*' })) &&
    all.some((subject) => isSilencedBy({ type: '', subject }, { ...silence, type: '*' }))
  )
}
