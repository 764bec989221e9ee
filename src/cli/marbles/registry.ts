import { connect, distinctUntilChanged, filter, map, type Observable } from 'rxjs'
import { limitOf } from '../../model/limit.ts'
import { alertLifecycle } from '../../streams/lives/alert-lifecycle.ts'
import { checkContainerUsage } from '../../streams/checks/check-container-usage.ts'
import { checkContainers } from '../../streams/checks/check-containers.ts'
import { checkEngine } from '../../streams/checks/check-engine.ts'
import { checkHost } from '../../streams/checks/check-host.ts'
import { checkNetwork } from '../../streams/checks/check-network.ts'
import { checkServices } from '../../streams/checks/check-services.ts'
import { cooldown, type CooldownEvent } from '../../streams/notify/cooldown.ts'
import { acknowledged } from '../../streams/notify/mutes/acknowledged.ts'
import { budget, budgetOfOne } from '../../streams/notify/mutes/budget.ts'
import { grouped } from '../../streams/notify/mutes/grouped.ts'
import type { Mutes } from '../../streams/notify/mutes/index.ts'
import { inhibited } from '../../streams/notify/mutes/inhibited.ts'
import { quiet } from '../../streams/notify/mutes/quiet.ts'
import { silenced } from '../../streams/notify/mutes/silenced.ts'
import { starting } from '../../streams/notify/mutes/starting.ts'
import { unwritten } from '../../streams/notify/mutes/unwritten.ts'
import { inArrays } from '../../streams/lives/in-arrays.ts'
import { crashLoop } from '../../streams/checks/crash-loop.ts'
import { flapping } from '../../streams/lives/flapping.ts'
import { forecastDisk } from '../../streams/checks/forecast-disk.ts'
import { intention } from '../../streams/lives/intention.ts'
import { keepAlive } from '../../streams/lib/keep-alive.ts'
import { monitoringBlind } from '../../streams/lives/monitoring-blind.ts'
import { noticeOutOfMemory } from '../../streams/checks/notice-out-of-memory.ts'
import { sustain } from '../../streams/lives/sustain.ts'
import { parseDuration } from './duration.ts'
import { notifyOperator } from './notify-operator.ts'
import {
  createLifeReader,
  diagramHost,
  readCheck,
  readReading,
  subjectWord,
  writeCheck,
  writeLife,
} from './vocabulary.ts'

/** A word with the time, in milliseconds, at which it comes. */
export interface TimedWord {
  readonly word: string
  readonly at: number
}

/** An operator as diagrams see it: words in, words out. */
export type WordOperator = (options: Options) => (words$: Observable<TimedWord>) => Observable<string>

export interface Options {
  /** Milliseconds; the option without a name is `''`. Throws an Error where it is not given, and nothing stands for it. */
  readonly duration: (name: string, otherwise?: number) => number
  /** The same of the option that may go without its name. */
  readonly mainDuration: (name: string) => number
  readonly number: (name: string, otherwise: number) => number
  readonly list: (name: string) => readonly string[]
}

const watchAll = { all: true, names: [], ignore: [] }

const none: Mutes = { ofWords: [], ofMessages: [] }

const counter = (): (() => number) => {
  let last = 0
  return () => (last += 1)
}

/**
 * `db told`, `db reminded` (told once more), `db look`, `db ended`. Of lives: one that fires is told at its first look, and ends
 * where it is resolved or removed.
 */
const createCooldownReader = (): ((word: string) => CooldownEvent) => {
  const firing = new Set<string>()
  return (word) => {
    const [name = '', kind = ''] = word.split(' ')
    if (kind === 'resolved' || kind === 'removed') {
      firing.delete(name)
      return readCooldownEvent(`${name} ended`)
    }
    if (kind !== 'firing') return readCooldownEvent(word)
    const isKnown = firing.has(name)
    firing.add(name)
    return readCooldownEvent(`${name} ${isKnown ? 'look' : 'told'}`)
  }
}

const readCooldownEvent = (word: string): CooldownEvent => {
  const [fingerprint = '', kind] = word.split(' ')
  // A life for each name.
  const life = Number.parseInt(fingerprint, 36)
  if (kind === 'ended') return { kind, life }
  if (kind === 'look') return { kind, life, fingerprint }
  return { kind: 'told', life, fingerprint, type: '', reminders: kind === 'reminded' ? 1 : 0 }
}

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

const sustained: WordOperator = ({ duration, mainDuration }) =>
  between(
    readCheck,
    sustain({ forOf: () => mainDuration('for'), keepFiringFor: duration('keepFiringFor', 0) }),
    writeCheck,
  )

/** The operators that a diagram can name. */
export const registry: Readonly<Record<string, WordOperator>> = {
  checkHost: ({ number }) =>
    between(
      readReading,
      checkHost({
        cpu: limitOf(number('cpu', 85)),
        ram: limitOf(number('ram', 90)),
        swap: limitOf(number('swap', 80)),
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
      (occurrence) => `${subjectWord(occurrence)} happened`,
    ),
  checkServices: () => between(readReading, checkServices(), writeCheck),
  checkNetwork: () => between(readReading, checkNetwork(), writeCheck),
  checkEngine: ({ list }) => between(readReading, checkEngine({ expected: list('').includes('expected') }), writeCheck),
  sustain: sustained,
  // What holdStatus, the ground of both, does with values between threshold and clear value.
  hysteresis: sustained,
  intention: ({ duration }) =>
    between(readCheck, intention({ stopGrace: duration('stopGrace'), upFor: duration('upFor') }), writeCheck),
  monitoringBlind: ({ duration }) =>
    between((word, at) => ({ ...readCheck(word, at), since: at }), monitoringBlind(duration('')), writeCheck),
  alertLifecycle: () =>
    between(
      (word, at) => ({ ...readCheck(word, at), since: at }),
      (checks$) => checks$.pipe(alertLifecycle({ host: diagramHost, nextId: counter(), looks: counter() })),
      writeLife,
    ),
  // Each look is told anew, whether it says something new or not.
  flapping: ({ duration }) =>
    between(
      createLifeReader(),
      flapping({ window: duration('window'), unstableFor: duration('unstableFor') }),
      writeLife,
    ),
  inArrays: () => (words$) =>
    words$.pipe(
      connect((shared$) =>
        shared$.pipe(
          filter(({ word }) => word !== 'seen'),
          map(({ word }) => word),
          inArrays(shared$.pipe(filter(({ word }) => word === 'seen'))),
          map((gathered) => gathered.join(' + ')),
        ),
      ),
    ),
  notify: notifyOperator(none),
  cooldown: ({ duration, mainDuration }) =>
    between(
      createCooldownReader(),
      cooldown({ interval: mainDuration('interval'), longest: duration('longest', 86_400_000) }),
      (fingerprint) => `${fingerprint} due`,
    ),
  unwritten: notifyOperator({ ...none, ofWords: [unwritten] }),
  starting: notifyOperator({ ...none, ofWords: [starting] }),
  inhibited: notifyOperator({ ...none, ofWords: [inhibited] }),
  silenced: notifyOperator({ ...none, ofWords: [silenced] }),
  acknowledged: notifyOperator({ ...none, ofWords: [acknowledged] }),
  quiet: notifyOperator({ ...none, ofWords: [quiet] }),
  grouped: notifyOperator({ ...none, ofMessages: [grouped] }),
  budget: notifyOperator({ ofWords: [budgetOfOne], ofMessages: [budget] }),
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
  duration: (name, otherwise) => {
    const given = options.get(name)
    return given === undefined && otherwise !== undefined ? otherwise : parseDuration(given ?? '')
  },
  mainDuration: (name) => parseDuration(options.get(name) ?? options.get('') ?? ''),
  number: (name, otherwise) => Number(options.get(name) ?? otherwise),
  list: (name) => options.get(name)?.split(',') ?? [],
})
