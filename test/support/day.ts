import { Observable } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import type { Parts } from '../../src/parts.ts'
import type {
  Container,
  ContainersReading,
  HostReading,
  ServiceReading,
  UnplacedReading,
} from '../../src/model/reading.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import {
  gibibyte,
  hour,
  mebibyte,
  minute,
  sampleContainer,
  sampleDisk,
  sampleEnd,
  sampleHost,
  second,
} from './samples.ts'

/** A time of the day, as in `03:12`, in milliseconds since midnight. */
const at = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * hour + minutes * minute
}

const between = (time: number, from: string, to: string): boolean => time >= at(from) && time < at(to)

/** A random number from 0 up to 1 that is the same for the same time and number: what was read can be read again. */
const chance = (seed: number, time: number, salt: number): number => {
  const value = Math.sin(seed * 12.9898 + (time / second) * 0.078233 + salt * 37.719) * 43_758.5453
  return value - Math.floor(value)
}

/** What happens on a VPS on a day on which much goes wrong, made from a number. Times are milliseconds since midnight. */
export const createDay = (seed: number) => {
  const noise = (time: number, salt: number): number => chance(seed, Math.floor(time / minute), salt)

  /** Backups at two, a video at noon. */
  const host = (time: number): HostReading => {
    const isBackup = between(time, '02:00', '02:24')
    const isVideo = between(time, '12:05', '12:40')
    const cpu = isBackup ? 94 + 5 * noise(time, 1) : isVideo ? 78 + 12 * noise(time, 1) : 12 + 20 * noise(time, 1)
    const memory = 55 + 8 * noise(time, 2) + (between(time, '21:00', '21:05') ? 30 : 0)
    const user = isBackup ? 'restic' : isVideo ? 'ffmpeg' : 'node'
    const usage = [{ pid: 4242, name: user, cpuPercent: cpu * 1.8, memoryBytes: 0.4 * gibibyte, containerId: null }]
    return sampleHost({
      at: time,
      cpu: { percent: cpu, perCore: [cpu, cpu] },
      load: [cpu / 50, cpu / 55, cpu / 60],
      memory: { percent: memory, usedBytes: (memory / 100) * 7.8 * gibibyte, totalBytes: 7.8 * gibibyte },
      disks: [sampleDisk({ percent: diskPercent(time), usedBytes: (diskPercent(time) / 100) * 80 * gibibyte })],
      processes: { count: 140, topByCpu: usage, topByMemory: usage },
    })
  }

  /** A log that nobody rotates from one o'clock on, until somebody does at eight. */
  const diskPercent = (time: number): number => {
    const base = 62 + time / day
    return between(time, '13:00', '20:00') ? base + ((time - at('13:00')) / hour) * 4.2 : base
  }

  const running = (name: string, startedAt: number, given: Partial<Container> = {}): Container =>
    sampleContainer({ id: name, name, containerName: name, startedAt, ...given })

  const ended = (name: string, when: number, exitCode: number, given: Partial<Container> = {}): Container =>
    running(name, when - 3 * hour, { state: 'exited', end: sampleEnd({ at: when, exitCode }), usage: null, ...given })

  /** Dies by itself a minute after each start, from ten past three until somebody mends it at eight. */
  const worker = (time: number): Container => {
    if (!between(time, '03:10', '08:00')) return running('worker', time < at('03:10') ? -day : at('08:00'))
    const sinceDeath = (time - at('03:10')) % (2 * minute)
    const death = time - sinceDeath
    const given = {
      restartPolicy: 'always',
      restartCount: Math.floor((time - at('03:10')) / (2 * minute)) + 1,
    } as const
    return sinceDeath < 30 * second
      ? ended('worker', death, 1, { ...given, state: 'restarting' })
      : running('worker', death + 30 * second, { ...given, end: sampleEnd({ at: death, exitCode: 1 }) })
  }

  /** Its health probe fails every other minute around six. */
  const api = (time: number): Container => {
    const isSick = between(time, '18:00', '18:20') && Math.floor(time / (2 * minute)) % 2 === 0
    return running('api', -day, {
      health: isSick ? 'unhealthy' : 'healthy',
      healthOutput: isSick ? 'GET /health → 503' : null,
    })
  }

  /** A new version is deployed at a quarter past ten; the container is away for twenty seconds. */
  const web = (time: number): readonly Container[] => {
    const deploy = at('10:15')
    if (time >= deploy && time < deploy + 20 * second) return []
    return [running('web', time < deploy ? -day : deploy + 20 * second, { id: time < deploy ? 'web-old' : 'web-new' })]
  }

  /** Its memory runs out at five past nine in the evening; somebody starts it again after nine minutes. */
  const db = (time: number): Container => {
    const limited = { memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 509 * mebibyte }
    if (!between(time, '21:05', '21:14')) return running('db', time < at('21:05') ? -3 * day : at('21:14'), limited)
    return ended('db', at('21:05'), 137, {
      ...limited,
      end: sampleEnd({ at: at('21:05'), exitCode: 137, oomKilled: true }),
    })
  }

  /** The engine is updated at half past three: it is away for two minutes, and all containers come back. */
  const containers = (time: number): UnplacedReading =>
    between(time, '15:30', '15:32')
      ? {
          kind: 'unavailable',
          at: time,
          source: 'containers',
          reason: { code: 'noSocket', path: '/var/run/docker.sock' },
        }
      : ({
          kind: 'containers',
          at: time,
          containers: [worker(time), api(time), ...web(time), db(time)],
        } satisfies ContainersReading)

  const refused: ProbeFailure = { reason: 'refused', detail: '' }
  const late: ProbeFailure = { reason: 'timeout', detail: '' }

  /** The shop is away at noon; the whole network is at twenty past four. */
  const service = (time: number, name: string): ServiceReading => {
    const isAway = between(time, '16:20', '16:31')
    const failure = isAway ? late : name === 'shop' && between(time, '11:40', '11:52') ? refused : null
    return {
      kind: 'service',
      at: time,
      service: { name, timeout: 5 * second, failures: 2, host: `${name}.example.com`, hasCertificate: true },
      failure,
      validUntil: isAway ? null : at('09:00') + (name === 'mail' ? 14 : 60) * day,
      tookMilliseconds: 20 + Math.round(30 * noise(time, 3)),
      address: null,
      isConnected: failure === null,
      others: [],
    }
  }

  return { host, containers, service }
}

const day = 24 * hour

/** The sources of such a day: the host and its containers twice a minute, two services once. */
export const sourcesOf = (
  { host, containers, service }: ReturnType<typeof createDay>,
  scheduler: TestScheduler,
): Parts['sources'] => {
  const every = (
    interval: number,
    first: number,
    see: (time: number) => readonly UnplacedReading[],
  ): Observable<UnplacedReading> =>
    new Observable((subscriber) => {
      const look = (): void => {
        for (const reading of see(scheduler.now())) subscriber.next(reading)
        scheduler.schedule(look, interval)
      }
      subscriber.add(scheduler.schedule(look, first))
    })
  return [
    { name: 'host', readings$: every(30 * second, 0, (time) => [host(time)]) },
    { name: 'containers', readings$: every(10 * second, 0, (time) => [containers(time)]) },
    {
      name: 'service',
      readings$: every(30 * second, second, (time) => [service(time, 'shop'), service(time, 'mail')]),
    },
  ]
}
