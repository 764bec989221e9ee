import {
  BehaviorSubject,
  concatMap,
  connect,
  EMPTY,
  filter,
  map,
  merge,
  of,
  scan,
  share,
  startWith,
  Subject,
  tap,
  withLatestFrom,
  type Observable,
} from 'rxjs'
import type { Acknowledgement } from '../../model/acknowledgement.ts'
import type { OpenAlert } from '../../model/alert.ts'
import { fingerprintOf, isOpen, type Life, type OpenLife } from '../../model/life.ts'
import {
  alertsIn,
  type Accepted,
  type AlertsNotification,
  type Report,
  type StartupNotification,
} from '../../model/notification.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import { tellingsOf } from '../../model/told.ts'
import type { Mutes } from '../../streams/notify/mutes/index.ts'
import { notify } from '../../streams/notify/notify.ts'
import type { Options, TimedWord, WordOperator } from './registry.ts'
import { createLifeReader, diagramHost, readSilences, subjectWord, writeNotification } from './vocabulary.ts'

const day = 86_400_000
const neverFull = 1_000_000

type Lives = ReadonlyMap<string, Life>

/**
 * `notify` with some of its mutes, among the lives of a diagram: `quiet begins`, `quiet ends`; `silence db`,
 * `silence ends`; `acknowledge db`, as bad as it is; `db killed`, which happens; `starting`, and `startup`, when the start-up
 * notice comes, which tells all that there is; `disk full` and `disk free`, when nothing can be written down and when it can.
 */
export const notifyOperator =
  (mutes: Mutes): WordOperator =>
  (options) =>
  (words$) =>
    words$.pipe(connect((shared$) => tell(shared$, mutes, options)))

const tell = (words$: Observable<TimedWord>, mutes: Mutes, { duration, number }: Options): Observable<string> => {
  const readLife = createLifeReader()
  const accepted$ = new Subject<Accepted>()
  const isStarting$ = new BehaviorSubject(false)
  const isFull$ = new BehaviorSubject(false)
  const about = (prefix: string): Observable<string> =>
    words$.pipe(
      filter(({ word }) => word.startsWith(prefix)),
      map(({ word }) => word.replace(prefix, '')),
    )
  const lives$ = words$.pipe(
    filter(({ word }) => !isSituation(word)),
    map(({ word, at }) => word.split(' + ').map((one) => readLife(one, at))),
    share(),
  )
  const known$ = lives$.pipe(
    scan((known: Lives, lives) => new Map([...known, ...lives.map((life) => [life.fingerprint, life] as const)]), none),
    startWith(none),
  )
  const starting$ = words$.pipe(
    filter(({ word }) => word === 'starting'),
    tap(() => isStarting$.next(true)),
    concatMap(() => EMPTY),
  )
  const disk$ = about('disk ').pipe(
    tap((state) => isFull$.next(state === 'full')),
    concatMap(() => EMPTY),
  )
  const startup$ = words$.pipe(
    filter(({ word }) => word === 'startup'),
    withLatestFrom(known$),
    map(([{ at }, known]) => startupOf([...known.values()].filter(isOpen), at)),
  )
  const decisions$ = lives$.pipe(
    notify({
      accepted$,
      mutes,
      occurrences$: words$.pipe(
        filter(({ word }) => word.endsWith(' killed')),
        map(({ word, at }) => occurrenceOf(word.replace(' killed', ''), at)),
      ),
      silences$: about('silence ').pipe(map(readSilences)),
      acknowledgements$: about('acknowledge ').pipe(
        withLatestFrom(known$),
        map(([word, known]) =>
          [...known.values()].filter((life) => subjectWord(life) === word).map((life) => acknowledgementOf(life)),
        ),
      ),
      quiet$: about('quiet ').pipe(map((word) => (word === 'begins' ? { id: 'tonight', until: day } : null))),
      isStarting$,
      reminders: { interval: duration('reminders', day), longest: day },
      budget: {
        groupWait: duration('wait', 0),
        total: { messages: number('total', neverFull), window: duration('window', 0) },
        keptForUrgent: number('kept', 0),
        perFingerprint: { messages: number('perFingerprint', neverFull), window: duration('window', 0) },
      },
    }),
    concatMap(({ notification }) => (notification === null ? EMPTY : of(notification))),
  )
  return merge(starting$, disk$, startup$, decisions$).pipe(
    filter(() => !isFull$.value),
    tap((notification) => accepted$.next(accept(notification))),
    tap(({ kind }) => kind === 'startup' && isStarting$.next(false)),
    map(writeNotification),
  )
}

const none: Lives = new Map()

const isSituation = (word: string): boolean => /^(silence|acknowledge|quiet|disk) |^start(ing|up)$| killed$/.test(word)

const accept = (notification: AlertsNotification | StartupNotification): Accepted => {
  const quiet = notification.kind === 'alerts' ? notification.quiet : null
  return {
    notification,
    tellings: alertsIn(notification).flatMap((alert) => tellingsOf(alert, notification.at, quiet)),
  }
}

const startupOf = (lives: readonly OpenLife[], at: number): StartupNotification => ({
  kind: 'startup',
  at,
  startedAt: at,
  version: '',
  inventory: null,
  connections: [],
  report: { ...nothingToReport, firing: lives.map(listed) },
})

const listed = (life: OpenLife): OpenAlert => ({
  word: 'firing',
  life,
  ended: null,
  before: null,
  bears: [],
  missed: 0,
})

const nothingToReport: Report = {
  since: null,
  host: null,
  hostUnavailable: null,
  containers: { kind: 'absent' },
  services: null,
  firing: [],
  silenced: [],
  alerts: { told: 0, ended: 0, untold: 0 },
  deliveries: { sent: 0, failed: 0, lost: 0, queued: 0 },
  heartbeats: null,
}

const occurrenceOf = (subject: string, at: number): Occurrence => {
  const about = { type: 'CONTAINER_OOM', subject }
  const fingerprint = fingerprintOf(diagramHost, about)
  return {
    ...about,
    id: `${fingerprint} ${at}`,
    host: diagramHost,
    fingerprint,
    severity: 'warning',
    at,
    details: { kind: 'none' },
    times: 1,
  }
}

const acknowledgementOf = ({ id, severity }: Life): Acknowledgement => ({
  life: id,
  severity,
  by: 'somebody',
  until: day,
})
