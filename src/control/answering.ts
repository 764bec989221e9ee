import { asyncScheduler, ignoreElements, tap, withLatestFrom, type Observable, type OperatorFunction } from 'rxjs'
import type { Config } from '../config.ts'
import type { Muted } from '../model/mute.ts'
import type { Overview } from '../model/overview.ts'
import type { ChannelStatus } from '../model/status.ts'
import type { Known } from '../state/status.ts'
import { nextReportAt } from '../streams/notify/next-report.ts'
import type { QuietAt } from '../streams/notify/quiet-hours.ts'
import { answerTo, type Names } from './answer.ts'
import type { Obeyed, Silences } from './obey.ts'

export type Records = Known['records'] & Pick<Names, 'subjects'>

export interface AnsweringOptions {
  readonly config: Pick<Config, 'agentName' | 'channels' | 'fallbackChannels' | 'reportHours' | 'timeZone' | 'watch'>
  readonly memory: { readonly at: number }
  readonly silences: Pick<Silences, 'silences'>
  readonly records: () => Records
  readonly quietAt: QuietAt
  readonly overview$: Observable<Overview>
  readonly muted$: Observable<ReadonlyMap<string, Muted>>
  readonly heartbeat$: Observable<ChannelStatus | null>
}

/**
 * Answers each request with what is so at that moment. Emits nothing.
 *
 * On error and on completion: passes them on.
 */
export const answering =
  (options: AnsweringOptions): OperatorFunction<Obeyed, never> =>
  (obeyed$) =>
    obeyed$.pipe(
      withLatestFrom(options.overview$, options.muted$, options.heartbeat$),
      tap(([{ request, done }, overview, muted, heartbeat]) => {
        const records = options.records()
        const { watch, channels, fallbackChannels } = options.config
        const expected = [...watch.names, ...channels, ...fallbackChannels]
        const known = knownNow(options, { overview, muted, heartbeat, records })
        request.reply(answerTo(request.asked, done, known, { subjects: records.subjects, expected }))
      }),
      ignoreElements(),
    )

const knownNow = (
  { config, memory, silences, quietAt }: AnsweringOptions,
  seen: Pick<Known, 'overview' | 'muted' | 'heartbeat' | 'records'>,
): Known => {
  const at = asyncScheduler.now()
  const { agentName, reportHours, timeZone } = config
  return {
    ...seen,
    at,
    agentName,
    startedAt: memory.at,
    quiet: quietAt(at),
    given: silences.silences(),
    nextReportAt: nextReportAt({ hours: reportHours, timeZone, quietAt }, at),
  }
}
