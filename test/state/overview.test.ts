import { EMPTY, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { createLifeReader, diagramHost, readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { Delivery } from '../../src/model/delivery.ts'
import { fingerprintOf, type FiringLife, type Life } from '../../src/model/life.ts'
import type { Overview } from '../../src/model/overview.ts'
import type { Reading } from '../../src/model/reading.ts'
import type { Silence } from '../../src/model/silence.ts'
import type { Telling } from '../../src/model/told.ts'
import { createOverview } from '../../src/state/overview.ts'
import { overviewOf } from '../support/overview.ts'
import { firingLife, toldOf } from '../support/samples.ts'
import { quoted } from '../support/reasons.ts'

type Memory = Parameters<typeof createOverview>[0]['memory']

interface Given {
  readonly memory?: Memory
  readonly readings?: readonly Reading[]
  readonly lives?: readonly Life[]
  readonly tellings?: readonly (readonly Telling[])[]
  readonly silences?: readonly (readonly Silence[])[]
  readonly deliveries?: readonly Delivery[]
}

const createOf = ({
  memory = { lives: [], told: [] },
  readings = [],
  lives = [],
  tellings = [],
  silences = [],
  deliveries = [],
}: Given) =>
  createOverview({
    host: diagramHost,
    memory,
    readings$: of(...readings),
    lives$: lives.length === 0 ? EMPTY : of(lives),
    tellings$: of(...tellings),
    silences$: of(...silences),
    deliveries$: of(...deliveries),
  })

const after = (given: Given): Overview => {
  let newest = overviewOf()
  createOf(given)
    .subscribe({
      next: (overview) => (newest = overview),
      error: (error: unknown) => expect.unreachable(String(error)),
    })
    .unsubscribe()
  return newest
}

const about = (subject: string, type = 'CONTAINER_NOT_RUNNING') => ({
  type,
  subject,
  details: { kind: 'none' } as const,
})
const fires = (subject: string, given: Partial<FiringLife> = {}): FiringLife =>
  firingLife(about(subject), {
    ...given,
    evidence: {},
    host: diagramHost,
    fingerprint: fingerprintOf(diagramHost, about(subject)),
  })

const sent = (channel: string, outcome: 'queued' | 'sent' | 'retrying' | 'refused'): Delivery => {
  if (outcome === 'queued') return { channel, at: 0, outcome }
  return outcome === 'sent'
    ? { channel, at: 0, outcome, to: [] }
    : { channel, at: 0, outcome, reason: quoted('a reason') }
}

describe('the overview', () => {
  test('is there before anything was seen', () => {
    const { causeOf, ...overview } = createOf({}).getValue()
    expect({ ...overview, causeOf: null }).toEqual({ ...overviewOf(), causeOf: null })
    expect(causeOf(fires('db'))).toBeNull()
  })

  test('keeps the newest reading, and why there is none since', () => {
    const { host, containers, unavailable } = after({
      readings: [
        readReading('cpu 10', 0),
        readReading('cpu 20', 1),
        readReading('no host', 2),
        readReading('db up', 3),
      ],
    })
    expect(host).toMatchObject({ cpu: { percent: 20 } })
    expect(containers).toMatchObject({ containers: [{ name: 'db' }] })
    expect([...unavailable]).toEqual([['host', quoted('hidden')]])
  })

  test('a source that is back is no longer unavailable', () => {
    expect(after({ readings: [readReading('no engine', 0), readReading('db up', 1)] }).unavailable.size).toBe(0)
  })

  test('keeps the newest reading of each service, and that none can be seen', () => {
    const blind = {
      kind: 'unavailable',
      at: 3,
      source: 'service',
      reason: quoted('broken'),
      host: diagramHost,
    } as const
    const { services, unavailable } = after({
      readings: [
        readReading('service shop ok', 0),
        readReading('service mail ok', 1),
        readReading('service shop refused', 2),
        blind,
      ],
    })
    expect([...services.values()].map(({ service, failure }) => [service.name, failure?.reason ?? null])).toEqual([
      ['shop', 'refused'],
      ['mail', null],
    ])
    expect(unavailable.get('service')).toEqual(quoted('broken'))
  })

  test('is of one host', () => {
    expect(after({ readings: [{ ...readReading('cpu 10', 0), host: 'another' }] }).host).toBeNull()
  })

  test('knows the lives that go on, and what mutes them', () => {
    const read = createLifeReader()
    const down = read('db firing', 0)
    const lives = [read('cpu firing', 0), down, read('db loop firing', 1), read('cpu resolved', 2)]
    const overview = after({ lives })
    expect([...overview.lives.values()].map(({ type }) => type)).toEqual([
      'CONTAINER_NOT_RUNNING',
      'CONTAINER_CRASH_LOOP',
    ])
    expect(overview.causeOf(down)).toBe(`${diagramHost}\nCONTAINER_CRASH_LOOP\ndb`)
  })

  test('knows a life by the name that its container has now', () => {
    const before = fires('db')
    const { lives } = after({ lives: [before, fires('db-old', { formerly: before.fingerprint })] })
    expect([...lives.keys()]).toEqual([fires('db-old').fingerprint])
  })

  test('knows what people were told, and no longer what they were told the end of', () => {
    const [db, web] = [fires('db'), fires('web')]
    const { told } = after({
      tellings: [
        [
          { fingerprint: db.fingerprint, told: toldOf(db) },
          { fingerprint: web.fingerprint, told: toldOf(web) },
        ],
        [{ fingerprint: db.fingerprint, told: null }],
      ],
    })
    expect([...told.keys()]).toEqual([web.fingerprint])
  })

  test('knows both from before the start; what has not been seen since is not seen', () => {
    const db = fires('db')
    const { lives, told } = after({
      memory: { lives: [db], told: [toldOf(db)] },
      readings: [readReading('cpu 10', 0)],
    })
    expect([...lives.values()]).toEqual([{ ...db, isSeen: false }])
    expect([...told.keys()]).toEqual([db.fingerprint])
  })

  test('knows the silences that hold', () => {
    const silence: Silence = { id: 's', type: '*', subject: 'db', until: 5, by: 'somebody' }
    expect(after({ silences: [[silence]] }).silences).toEqual([silence])
    expect(after({ silences: [[silence], []] }).silences).toEqual([])
  })

  test('counts heartbeats, and nothing of other channels', () => {
    const { heartbeats } = after({
      deliveries: [
        sent('whatsapp', 'queued'),
        sent('whatsapp', 'sent'),
        sent('heartbeat', 'sent'),
        sent('heartbeat', 'sent'),
        sent('heartbeat', 'refused'),
      ],
    })
    expect(heartbeats).toEqual({ sent: 2, failed: 1, lost: 0, queued: 0 })
  })
})
