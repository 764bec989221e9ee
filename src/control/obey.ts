import { asyncScheduler, filter, map, tap, type OperatorFunction } from 'rxjs'
import type { Log } from '../log.ts'
import { isCommand, type Command, type SilenceCommand } from '../model/command.ts'
import type { GivenSilence } from '../model/silence.ts'
import type { Request } from './request.ts'

/** Where silences are written down. */
export interface Silences {
  /** Those that stand. */
  readonly silences: () => readonly GivenSilence[]
  /** @param at  when it is given, in milliseconds since the epoch */
  readonly silence: (command: SilenceCommand, at: number) => GivenSilence
  /** Null where there is none of this id. */
  readonly unsilence: (id: string) => GivenSilence | null
}

/** A request, once what it orders was done. */
export interface Obeyed {
  readonly request: Request
  readonly done: Done
}

export type Done =
  /** It ordered nothing. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'silenced' | 'unsilenced'; readonly silence: GivenSilence }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Does what requests order, and says so in the log: it is written down before it is passed on.
 *
 * On error and on completion: passes them on.
 */
export const obey =
  (silences: Silences, log: Log): OperatorFunction<Request, Obeyed> =>
  (requests$) =>
    requests$.pipe(
      map((request) => ({ request, done: isCommand(request.asked) ? perform(request.asked, silences) : nothing })),
      tap(({ done }) => writeDone(done, log)),
    )

/** The silences that stand, after each order that changed them. */
export const changesSilences =
  (silences: Pick<Silences, 'silences'>): OperatorFunction<Obeyed, readonly GivenSilence[]> =>
  (obeyed$) =>
    obeyed$.pipe(
      filter(({ done }) => done.kind === 'silenced' || done.kind === 'unsilenced'),
      map(() => silences.silences()),
    )

const nothing: Done = { kind: 'nothing' }

const perform = (command: Command, silences: Silences): Done => {
  try {
    if (command.kind === 'silence')
      return { kind: 'silenced', silence: silences.silence(command, asyncScheduler.now()) }
    const silence = silences.unsilence(command.id)
    return silence === null ? { kind: 'unknown' } : { kind: 'unsilenced', silence }
  } catch (error) {
    return { kind: 'failed', error }
  }
}

const writeDone = (done: Done, log: Log): void => {
  if (done.kind === 'failed') log.error('a command could not be written down')
  if (!('silence' in done)) return
  const { id, type, subject, until, times, by, reason } = done.silence
  const end = until === null ? '' : ` until ${new Date(until).toISOString()}`
  const when = times.length === 0 ? end : ` at times of the day${end}`
  const why = reason === '' ? '' : `: ${reason}`
  log.info(`${done.kind} by ${by} (${id}): ${type} ${subject}${when}${why}`)
}
