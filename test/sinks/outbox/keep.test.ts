import type { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { fingerprintOf, noEvidence, type FiringLife } from '../../../src/model/life.ts'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { createFolder } from '../../support/folder.ts'
import { memoryStore } from '../../support/outbox.ts'
import {
  alertsNotification,
  cpuDetails,
  day,
  diskDetails,
  endAlert,
  endedLife,
  firingLife,
  hour,
  minute,
  occurrenceAlert,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleProcess,
  sampleReport,
  sampleTime as at,
  second,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'

const ana = { channel: 'whatsapp', recipient: 'ana' }
const rui = { channel: 'whatsapp', recipient: 'rui' }
const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })

const rowsOf = (database: DatabaseSync): readonly unknown[] =>
  database
    .prepare('SELECT id, fingerprint, started_at AS began, ended_at AS ended, severity, muted_by AS muted FROM life')
    .all()
    .map((row) => ({ ...row }))

/** How many rows an action writes. */
const writes = (database: DatabaseSync, action: () => void): number => {
  const count = (): number => Number(database.prepare('SELECT total_changes() AS n').get()?.['n'])
  const before = count()
  action()
  return count() - before
}

describe('a life', () => {
  const life = firingLife(about('db'), { id: 7, lasted: minute })

  test('is a row, and stays one when it has ended', () => {
    const { store, database } = memoryStore()
    store.keep([life, firingLife(about('web'), { id: 8, severity: 'warning' })])
    store.keep([endedLife(about('db'), { id: 7, lasted: minute })])
    expect(rowsOf(database)).toEqual([
      { id: 7, fingerprint: life.fingerprint, began: at - minute, ended: at, severity: 'critical', muted: null },
      {
        id: 8,
        fingerprint: fingerprintOf(sampleHostId, about('web')),
        began: at,
        ended: null,
        severity: 'warning',
        muted: null,
      },
    ])
  })

  test('is a new row when the same trouble begins anew', () => {
    const { store, database } = memoryStore()
    store.keep([life])
    store.keep([endedLife(about('db'), { id: 7 })])
    store.keep([firingLife(about('db'), { id: 9 })])
    expect(rowsOf(database)).toHaveLength(2)
  })

  test('keeps how bad it was at the worst, and when it began at the earliest', () => {
    const { store, database } = memoryStore()
    store.keep([{ ...life, severity: 'warning' }])
    store.keep([life])
    store.keep([unstableLife(about('db'), 'firing', 3, { id: 7, severity: 'warning', startsAt: at })])
    store.keep([{ ...life, severity: 'warning', startsAt: at }])
    expect(rowsOf(database)).toMatchObject([{ severity: 'critical', began: at - 4 * minute }])
  })

  test.each<[string, Partial<FiringLife>]>([
    ['looked at once more', { look: 2 }],
    ['seen to be a little worse', { check: { ...life.check, at: at + second, details: cpuDetails(99) } }],
    [
      'seen with others that use the CPU',
      { evidence: { ...noEvidence, processes: [{ ...sampleProcess(), container: null }] } },
    ],
  ])('is not written again when it was %s', (_, given) => {
    const { store, database } = memoryStore()
    store.keep([life])
    expect(writes(database, () => store.keep([{ ...life, ...given }]))).toBe(0)
  })

  const usage = [{ kind: 'images', bytes: 5, largest: null, unusedBytes: null }] as const
  test.each<[string, Parameters<ReturnType<typeof memoryStore>['store']['keep']>[0]]>([
    ['milder', [firingLife(about('db'), { id: 7, lasted: minute, severity: 'warning' })]],
    ['unstable', [unstableLife(about('db'), 'firing', 3, { id: 7 })]],
    ['of another time', [{ ...life, startsAt: at }]],
    ['known to fill the disk', [{ ...life, evidence: { ...noEvidence, disk: { usage, grown: [] } } }]],
    ['over', [endedLife(about('db'), { id: 7 })]],
    ['renamed', [firingLife(about('db2'), { id: 7, lasted: minute, formerly: life.fingerprint })]],
  ])('is written again when it is %s', (_, lives) => {
    const { store, database } = memoryStore()
    store.keep([life])
    expect(writes(database, () => store.keep(lives))).toBe(1)
    expect(writes(database, () => store.keep(lives.filter(({ state }) => state !== 'resolved')))).toBe(0)
  })

  test.each([
    [3, 4],
    [4, 3],
  ])('that is unstable is written when it has changed once more, and so is how it stands: %#', (changes, more) => {
    const { store, database } = memoryStore()
    store.keep([unstableLife(about('db'), 'firing', changes)])
    expect(writes(database, () => store.keep([unstableLife(about('db'), 'firing', more)]))).toBe(1)
    expect(writes(database, () => store.keep([unstableLife(about('db'), 'ended', more)]))).toBe(1)
  })

  test('is written once what is behind it is known', () => {
    const { store, database } = memoryStore()
    expect(writes(database, () => store.keep([{ ...life, evidence: null }]))).toBe(0)
    expect(writes(database, () => store.keep([life]))).toBe(1)
  })

  test('keeps why it was not told, if that is a reason', () => {
    const { store, database } = memoryStore()
    store.keep([life])
    const mute = (reason: 'quiet' | 'grouped' | 'inhibited'): void =>
      store.mute([{ key: life.fingerprint, word: 'firing', mute: { reason, by: null, until: at } }])
    mute('grouped')
    expect(rowsOf(database)).toMatchObject([{ muted: null }])
    mute('quiet')
    mute('grouped')
    expect(rowsOf(database)).toMatchObject([{ muted: 'quiet' }])
    expect(writes(database, () => mute('quiet'))).toBe(0)
    store.keep([endedLife(about('db'), { id: 7 }), firingLife(about('db'), { id: 8 })])
    mute('inhibited')
    expect(rowsOf(database)).toMatchObject([{ muted: 'quiet' }, { muted: 'inhibited' }])
  })
})

describe('a container that is renamed', () => {
  const before = firingLife(about('db'), { id: 1 })
  const after = firingLife(about('db2'), { id: 1, formerly: before.fingerprint })

  test('takes along what people were told, and what each address was sent', () => {
    const { store } = memoryStore()
    store.keep([before])
    store.accept(alertsNotification([openAlert(before)]), [ana, rui], at)
    store.sent(1, { messageId: null, done: true, at })
    store.keep([after])
    expect(store.memory(at)).toMatchObject({
      lives: [{ id: 1, fingerprint: after.fingerprint }],
      told: [toldOf(before, { at, fingerprint: after.fingerprint })],
    })
    const ended = endedLife(about('db2'), { id: 1 })
    store.keep([ended])
    store.accept(alertsNotification([endAlert(ended)], { at }), [ana, rui], at)
    expect(store.holds(3, ana)).toBe(true)
    expect(store.holds(4, rui)).toBe(false)
  })

  test('leaves what was over before under its old name', () => {
    const { store, database } = memoryStore()
    store.keep([endedLife(about('db'), { id: 0 }), before])
    store.keep([after])
    expect(rowsOf(database)).toMatchObject([{ fingerprint: before.fingerprint }, { fingerprint: after.fingerprint }])
  })
})

describe('what is older than it is remembered', () => {
  test('goes: lives that have ended, what they were told as, what has happened; not what goes on', () => {
    const { store, database } = memoryStore()
    const old = endedLife(about('old'), { id: 1, endsAt: at - 31 * day })
    store.keep([firingLife(about('old'), { id: 1 })])
    store.accept(alertsNotification([openAlert(firingLife(about('old'), { id: 1 }))]), [ana], at - 31 * day)
    store.sent(1, { messageId: null, done: true, at: at - 31 * day })
    store.keep([old, endedLife(about('new'), { id: 2 }), firingLife(about('on'), { id: 3, lasted: 90 * day })])
    store.keepOccurrence(sampleOccurrence(about('old'), { id: 'old', at: at - 31 * day }))
    store.keepOccurrence(sampleOccurrence(about('new'), { id: 'new' }))
    const countOf = (table: string): number => database.prepare(`SELECT * FROM ${table}`).all().length
    expect(['life', 'sent', 'occurrence', 'delivery', 'notification'].map(countOf)).toEqual([3, 1, 2, 1, 1])
    store.prune({ before: at - 30 * day, queued: 100, at })
    expect(['life', 'sent', 'occurrence', 'delivery', 'notification'].map(countOf)).toEqual([2, 0, 1, 0, 0])
    expect(rowsOf(database)).toMatchObject([{ id: 2 }, { id: 3 }])
  })

  test('and its number is not given to another', () => {
    const { store } = memoryStore()
    store.keep([endedLife(about('old'), { id: 41, endsAt: at - 31 * day })])
    store.prune({ before: at - 30 * day, queued: 100, at })
    expect(store.memory(at)).toMatchObject({ lives: [], nextLife: 42 })
  })
})

describe('the agent that comes after', () => {
  /** Writes, as an agent that has ended, and opens what it wrote. */
  const afterRestart = (write: (store: ReturnType<typeof createStore>) => void, now = at) => {
    using folder = createFolder()
    const path = `${folder.path}/vigilo.db`
    const first = openDatabase(path, sampleHostId)
    write(createStore(first))
    first.close()
    const second = openDatabase(path, sampleHostId)
    const memory = createStore(second).memory(now)
    second.close()
    return memory
  }

  test('knows nothing of a folder that is new', () => {
    expect(afterRestart(() => undefined)).toEqual({
      at,
      lives: [],
      endedLately: [],
      nextLife: 1,
      told: [],
      occurrences: [],
      happenedLately: [],
      messages: [],
      reportedAt: null,
    })
  })

  test('knows what goes on, told or not, and what is behind it', () => {
    const firing = firingLife(
      { type: 'DISK_CRITICAL', subject: '/', details: diskDetails() },
      { id: 1, evidence: { logLines: ['last words'] } },
    )
    const unstable = unstableLife(about('db'), 'ended', 4, { id: 2 })
    const { lives, told, nextLife } = afterRestart((store) => {
      store.keep([firing, unstable])
      store.accept(alertsNotification([openAlert(unstable)], { at, quiet: '22:00' }), [ana], at)
    })
    expect(lives).toEqual([firing, unstable])
    expect(told).toEqual([toldOf(unstable, { at, quiet: '22:00' })])
    expect(nextLife).toBe(3)
  })

  test('knows what has ended while people take it to go on, and no other', () => {
    const ended = endedLife(about('db'), { id: 1 })
    const { lives, told } = afterRestart((store) => {
      store.keep([firingLife(about('db'), { id: 1 }), firingLife(about('web'), { id: 2 })])
      store.accept(alertsNotification([openAlert(firingLife(about('db'), { id: 1 }))]), [ana], at)
      store.keep([ended, endedLife(about('web'), { id: 2 })])
    })
    expect(lives).toEqual([ended])
    expect(told.map(({ life }) => life)).toEqual([1])
  })

  test('knows both where the next life of a trouble has begun already: the newest is what is so', () => {
    const { lives } = afterRestart((store) => {
      store.keep([firingLife(about('db'), { id: 1 })])
      store.accept(alertsNotification([openAlert(firingLife(about('db'), { id: 1 }))]), [ana], at)
      store.keep([endedLife(about('db'), { id: 1 })])
      store.keep([firingLife(about('db'), { id: 2 })])
    })
    expect(lives.map(({ id, state }) => [id, state])).toEqual([
      [1, 'resolved'],
      [2, 'firing'],
    ])
  })

  test('knows what ended within the last half hour: its changes count', () => {
    const ends = [31 * minute, 29 * minute, 0].map((ago, index) =>
      endedLife(about(`db${index}`), { id: index + 1, startsAt: at - hour, endsAt: at - ago }),
    )
    const { endedLately } = afterRestart((store) => store.keep(ends))
    expect(endedLately).toEqual(
      ends.slice(1).map(({ fingerprint, startsAt, endsAt }) => ({ fingerprint, startsAt, endsAt })),
    )
  })

  test('knows what has happened within the last day and was not told', () => {
    const occurrences = [25, 23, 1].map((hours) =>
      sampleOccurrence(about(`job${hours}`), { id: `${hours}`, at: at - hours * hour, times: hours }),
    )
    const memory = afterRestart((store) => {
      occurrences.forEach(store.keepOccurrence)
      store.accept(alertsNotification([occurrenceAlert(about('job1'))]), [ana], at)
    })
    expect(memory.occurrences).toEqual(occurrences.slice(1, 2))
  })

  test('knows the messages of the last half hour, and when the last report was', () => {
    const life = firingLife(about('db'))
    const memory = afterRestart((store) => {
      store.keep([life])
      for (const ago of [31 * minute, 29 * minute])
        store.accept(alertsNotification([openAlert(life)], { at: at - ago }), [ana, rui], at - ago)
      store.accept(alertsNotification([endAlert(endedLife(about('db')))], { at: at - second }), [ana], at)
      store.accept({ kind: 'report', at: at - 5 * hour, report: sampleReport() }, [ana], at)
    })
    expect(memory.messages).toEqual([
      { at: at - 29 * minute, fingerprints: [life.fingerprint], hasBeginnings: true },
      { at: at - second, fingerprints: [life.fingerprint], hasBeginnings: false },
    ])
    expect(memory.reportedAt).toBe(at - 5 * hour)
  })

  test('takes what was told for so, where the life of it was lost', () => {
    const { store, database } = memoryStore()
    const life = firingLife(about('db'), { id: 5, lasted: hour })
    store.keep([life])
    store.accept(alertsNotification([openAlert(life)]), [ana], at)
    database.exec('DELETE FROM life; DELETE FROM sqlite_sequence')
    const { lives, nextLife } = createStore(database).memory(at)
    expect(lives).toEqual([{ ...life, isSeen: false, look: -1 }])
    expect(nextLife).toBe(6)
  })
})

test('an end that could not be written down is with what comes next', () => {
  const { store, database } = memoryStore()
  const outbox = createOutbox({ channels: [], store, random: () => 0.5, logs: silentLogs })
  const about = { type: 'X', subject: 'db', details: cpuDetails() }
  const [life, other] = [firingLife(about, { id: 1 }), firingLife({ ...about, subject: 'web' }, { id: 2 })]
  outbox.keep([life, other])
  database.exec('PRAGMA query_only = ON')
  outbox.keep([endedLife(about, { id: 1 })])
  outbox.keep([{ ...other, severity: 'warning' }])
  database.exec('PRAGMA query_only = OFF')
  outbox.keep([])
  expect(createStore(database).memory(at).lives).toEqual([{ ...other, severity: 'warning' }])
})
