import { connect, distinctUntilChanged, filter, map, type Observable } from 'rxjs'
import { inhibitionsOf } from '../../model/alert-types.ts'
import { limitOf } from '../../config/limits.ts'
import { alertLifecycle } from '../../streams/alert-lifecycle.ts'
import { budget } from '../../streams/budget.ts'
import { checkContainerUsage } from '../../streams/check-container-usage.ts'
import { checkContainers } from '../../streams/check-containers.ts'
import { checkEngine } from '../../streams/check-engine.ts'
import { checkHost } from '../../streams/check-host.ts'
import { checkNetwork } from '../../streams/check-network.ts'
import { checkServices } from '../../streams/check-services.ts'
import { cooldown } from '../../streams/cooldown.ts'
import { crashLoop } from '../../streams/crash-loop.ts'
import { flapping } from '../../streams/flapping.ts'
import { forecastDisk } from '../../streams/forecast-disk.ts'
import { group } from '../../streams/group.ts'
import { inhibit } from '../../streams/inhibit.ts'
import { intention } from '../../streams/intention.ts'
import { keepAlive } from '../../streams/keep-alive.ts'
import { monitoringBlind } from '../../streams/monitoring-blind.ts'
import { noticeOutOfMemory } from '../../streams/notice-out-of-memory.ts'
import { quietHours } from '../../streams/quiet-hours.ts'
import { silence } from '../../streams/silence.ts'
import { sustain } from '../../streams/sustain.ts'
import { parseDuration } from './duration.ts'
import {
  readAlert,
  readCheck,
  readLife,
  readNotification,
  readReading,
  readSilences,
  writeAlert,
  writeCheck,
  writeNotification,
} from './vocabulary.ts'

/** A word with the time, in milliseconds, at which it comes. */
export interface TimedWord {
  readonly word: string
  readonly at: number
}

/** An operator as diagrams see it: words in, words out. */
export type WordOperator = (options: Options) => (words$: Observable<TimedWord>) => Observable<string>

export interface Options {
  /** Milliseconds; the option without a name is `''`. */
  readonly duration: (name: string) => number
  readonly number: (name: string, otherwise: number) => number
  readonly list: (name: string) => readonly string[]
}

const watchAll = { all: true, names: [], ignore: [] }

const between =
  <In, Out>(
    read: (word: string, at: number) => In,
    operator: (values$: Observable<In>) => Observable<Out>,
    write: (value: Out) => string,
  ) =>
  (words$: Observable<TimedWord>): Observable<string> =>
    words$.pipe(
      map(({ word, at }) => read(word, at)),
      operator,
      map(write),
    )

const sustained: WordOperator = ({ duration }) =>
  between(readCheck, sustain({ forOf: () => duration('for'), keepFiringFor: duration('keepFiringFor') }), writeCheck)

/** The operators that a diagram can name. */
export const registry: Readonly<Record<string, WordOperator>> = {
  checkHost: ({ number }) =>
    between(
      readReading,
      checkHost({
        cpu: limitOf(number('cpu', 85)),
        ram: limitOf(number('ram', 90)),
        disk: limitOf(number('disk', 90)),
      }),
      writeCheck,
    ),
  // Only what changes: it judges every five minutes.
  forecastDisk: () =>
    between(
      readReading,
      (readings$) =>
        readings$.pipe(
          forecastDisk(),
          distinctUntilChanged((one, other) => one.status === other.status),
        ),
      writeCheck,
    ),
  checkContainers: ({ list }) =>
    between(readReading, checkContainers({ all: true, names: list('names'), ignore: list('ignore') }), writeCheck),
  checkContainerUsage: ({ number }) =>
    between(
      readReading,
      checkContainerUsage({ watch: watchAll, thresholds: { cpu: null, ram: number('ram', 90) } }),
      writeCheck,
    ),
  crashLoop: ({ duration }) =>
    between(
      readReading,
      crashLoop({
        watch: watchAll,
        within: duration('within'),
        upFor: duration('upFor'),
        stopGrace: duration('stopGrace'),
      }),
      writeCheck,
    ),
  noticeOutOfMemory: ({ duration }) =>
    between(
      readReading,
      noticeOutOfMemory({ watch: watchAll, settles: duration('settles'), atMostEvery: duration('atMostEvery') }),
      writeAlert,
    ),
  checkServices: () => between(readReading, checkServices(), writeCheck),
  checkNetwork: () => between(readReading, checkNetwork(), writeCheck),
  checkEngine: ({ list }) => between(readReading, checkEngine({ asked: list('').includes('asked') }), writeCheck),
  sustain: sustained,
  // What holdStatus, the ground of both, does with values between threshold and clear value.
  hysteresis: sustained,
  intention: ({ duration }) =>
    between(readCheck, intention({ stopGrace: duration('stopGrace'), upFor: duration('upFor') }), writeCheck),
  alertLifecycle: () => between((word, at) => ({ ...readCheck(word, at), since: at }), alertLifecycle(), writeAlert),
  cooldown: ({ duration }) =>
    between(readAlert, cooldown({ first: duration('first'), longest: duration('longest') }), writeAlert),
  flapping: ({ duration }) =>
    between(readLife, flapping({ window: duration('window'), unstableFor: duration('unstableFor') }), writeAlert),
  inhibit: ({ duration }) => between(readAlert, inhibit({ inhibitionsOf, patience: duration('patience') }), writeAlert),
  monitoringBlind: ({ duration }) =>
    between((word, at) => ({ ...readCheck(word, at), since: at }), monitoringBlind(duration('')), writeCheck),
  // `silence db` and `silence ends` among the alerts, `quiet begins` and `quiet ends` among the notifications.
  silence: () => (words$) =>
    words$.pipe(
      connect((shared$) => {
        const silences$ = shared$.pipe(
          filter(({ word }) => word.startsWith('silence ')),
          map(({ word }) => readSilences(word.replace('silence ', ''))),
        )
        return shared$.pipe(
          filter(({ word }) => !word.startsWith('silence ')),
          between(readAlert, silence(silences$), writeAlert),
        )
      }),
    ),
  quietHours: () => (words$) =>
    words$.pipe(
      connect((shared$) => {
        const quiet$ = shared$.pipe(
          filter(({ word }) => word.startsWith('quiet ')),
          map(({ word }) => word === 'quiet begins'),
        )
        return shared$.pipe(
          filter(({ word }) => !word.startsWith('quiet ')),
          between(readNotification, quietHours(quiet$), writeNotification),
        )
      }),
    ),
  budget: ({ duration, number }) =>
    between(
      readNotification,
      budget({
        total: { messages: number('total', 12), window: duration('window') },
        keptForCritical: number('kept', 0),
        perFingerprint: { messages: number('perFingerprint', 5), window: duration('window') },
      }),
      writeNotification,
    ),
  group: ({ duration }) => between(readAlert, group(duration('')), writeNotification),
  keepAlive: ({ duration }) =>
    between(
      (word) => word,
      keepAlive({
        toValue: () => 'unavailable',
        backoff: { first: duration('first'), max: duration('max') },
        random: () => 1,
      }),
      (word) => word,
    ),
}

/** Reads the options of an operator's line. */
export const optionsOf = (options: ReadonlyMap<string, string>): Options => ({
  duration: (name) => parseDuration(options.get(name) ?? ''),
  number: (name, otherwise) => Number(options.get(name) ?? otherwise),
  list: (name) => options.get(name)?.split(',') ?? [],
})
