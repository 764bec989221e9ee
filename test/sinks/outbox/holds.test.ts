import { describe, expect, test } from 'vitest'
import type { Alert } from '../../../src/model/alert.ts'
import type { Life } from '../../../src/model/life.ts'
import type { Notification } from '../../../src/model/notification.ts'
import type { Told } from '../../../src/model/told.ts'
import { holds } from '../../../src/sinks/outbox/holds.ts'
import { report, told as messageOf } from '../../support/notifications.ts'
import {
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  minute,
  occurrenceAlert,
  openAlert,
  sampleReport,
  sampleTime as at,
  toldOf,
  unstableLife,
} from '../../support/samples.ts'

const about = { type: 'X', subject: 'db', details: cpuDetails() }

const firing = firingLife(about)
const mild = firingLife(about, { severity: 'warning' })
const unstable = unstableLife(about, 'firing')
const ended = endedLife(about)
const removed = endedLife(about, { state: 'removed' })
const next = firingLife(about, { id: 2 })
const nextUnstable = unstableLife(about, 'firing', 3, { id: 2 })
const nextEnded = endedLife(about, { id: 2 })

const earlier = toldOf(firingLife(about, { id: 0 }))
const asFiring = toldOf(firing)
const asMild = toldOf(mild)
const asUnstable = toldOf(unstable)

const begins = openAlert(firing)
const worse = openAlert(firing, { word: 'escalated', before: asMild })
const becomesUnstable = openAlert(unstable, { before: asFiring })
const firstUnstable = openAlert(unstable)
const settles = openAlert(firing, { word: 'settled', before: asUnstable })
const reminds = openAlert(firing, { word: 'reminder', before: asFiring })
const ends = endAlert(ended)
const goes = endAlert(removed)

/** What waits, how it is by now, what the address was sent last; whether it still says what there is to say. */
type Row = readonly [string, Alert, Life | null, Told | undefined, boolean]

const rows: readonly Row[] = [
  ['firing: still so', begins, firing, undefined, true],
  ['firing: the address had its reminder due from before', begins, firing, asFiring, false],
  ['firing: an earlier life was the last that it got', begins, firing, earlier, true],
  ['firing: milder now', begins, mild, undefined, true],
  ['firing: ended meanwhile', begins, ended, undefined, false],
  ['firing: unstable meanwhile', begins, unstable, undefined, false],
  ['firing: another life by now', begins, next, undefined, false],
  ['firing: another life that has ended', begins, nextEnded, undefined, false],

  ['escalated: still so', worse, firing, asMild, true],
  [
    'escalated while it was unstable: well at the moment',
    openAlert(unstable, { word: 'escalated' }),
    unstableLife(about, 'ended'),
    toldOf(unstable, { severity: 'warning' }),
    true,
  ],
  ['escalated: milder again', worse, mild, asMild, false],
  ['escalated: the address never got the beginning', worse, firing, undefined, false],
  ['escalated: ended meanwhile', worse, ended, asMild, false],
  ['escalated: another life by now', worse, next, asMild, false],

  ['unstable: still so', becomesUnstable, unstable, asFiring, true],
  ['unstable: it is well at the moment', becomesUnstable, unstableLife(about, 'ended'), asFiring, true],
  [
    'unstable, and worse than the address knows: well at the moment',
    becomesUnstable,
    unstableLife(about, 'ended'),
    asMild,
    true,
  ],
  ['unstable: the address never got the beginning', becomesUnstable, unstable, undefined, true],
  ['unstable, for the first time: well at the moment', firstUnstable, unstableLife(about, 'ended'), undefined, true],
  ['unstable: it has stayed in trouble meanwhile', becomesUnstable, firing, asFiring, false],
  ['unstable: ended meanwhile', becomesUnstable, ended, asFiring, false],
  ['unstable: another life by now', becomesUnstable, nextUnstable, asFiring, false],

  ['settled: still so', settles, firing, asUnstable, true],
  ['settled: unstable again', settles, unstable, asUnstable, false],
  ['settled: the address never got that it was unstable', settles, firing, asFiring, false],
  ['settled: the address never got the beginning', settles, firing, undefined, false],
  ['settled: ended meanwhile', settles, ended, asUnstable, false],

  ['reminder: still so', reminds, firing, asFiring, true],
  ['reminder: worse meanwhile', reminds, firing, asMild, false],
  ['reminder: unstable meanwhile', reminds, unstable, asFiring, false],
  ['reminder: the address never got the beginning', reminds, firing, undefined, false],
  ['reminder: ended meanwhile', reminds, ended, asFiring, false],
  ['reminder: another life by now', reminds, next, asFiring, false],

  ['resolved: still so', ends, ended, asFiring, true],
  ['resolved: the address got it as unstable', ends, ended, asUnstable, true],
  ['resolved: the address got an earlier life only', ends, ended, earlier, true],
  ['resolved: the address never got the beginning', ends, ended, undefined, false],
  ['resolved: it goes on, after all', ends, firing, asFiring, false],
  ['resolved: another life by now', ends, next, asFiring, false],
  ['resolved: another life that has ended, too', ends, nextEnded, asFiring, false],
  ['removed: still so', goes, removed, asFiring, true],
  ['removed: the address never got the beginning', goes, removed, undefined, false],

  ['happened: whatever became of the rest', occurrenceAlert(about), firing, undefined, true],
  ['of what nothing is known any more', begins, null, asFiring, true],
  ['an end of what nothing is known any more', ends, null, asFiring, true],
]

const nowOf = (life: Life | null, sent: Told | undefined, channel = 'whatsapp') => ({
  channel,
  lifeOf: () => life,
  sentOf: () => sent,
  endSentOf: () => null,
})

describe('whether what waits still says what there is to say', () => {
  test.each(rows)('%s', (_, alert, life, sent, expected) => {
    expect(holds(messageOf(alert), nowOf(life, sent))).toBe(expected)
  })

  test.each(rows)('the same in the place of another channel: %s', (_, alert, life, sent, expected) => {
    const fallback: Notification = { kind: 'fallback', at, of: messageOf(alert), channel: 'x', reason: 'x' }
    expect(holds(fallback, nowOf(life, sent))).toBe(expected)
  })

  test('what cannot be seen now is not over for that', () => {
    expect(holds(messageOf(begins), nowOf({ ...firing, isSeen: false }, undefined))).toBe(true)
    expect(holds(messageOf(reminds), nowOf({ ...firing, isSeen: false }, asFiring))).toBe(true)
  })

  test('that the channel itself is out of order is never so when it can be read there', () => {
    const down = firingLife({ ...about, type: 'CHANNEL_DOWN', subject: 'ntfy' })
    const up = endedLife({ ...about, type: 'CHANNEL_DOWN', subject: 'ntfy' })
    expect(holds(messageOf(openAlert(down)), nowOf(down, undefined, 'ntfy'))).toBe(false)
    expect(holds(messageOf(endAlert(up)), nowOf(up, toldOf(down), 'ntfy'))).toBe(false)
    expect(holds(messageOf(begins, openAlert(down)), nowOf(down, undefined, 'ntfy'))).toBe(false)
    expect(holds(messageOf(openAlert(down)), nowOf(down, undefined))).toBe(true)
    const service = firingLife({ ...about, type: 'SERVICE_DOWN', subject: 'ntfy' })
    expect(holds(messageOf(openAlert(service)), nowOf(service, undefined, 'ntfy'))).toBe(true)
  })

  test('a message of several does when each of them does', () => {
    const other = openAlert(firingLife({ ...about, subject: 'web' }))
    const now = (web: Life) => ({
      channel: 'whatsapp',
      lifeOf: (fingerprint: string) => (fingerprint === other.life.fingerprint ? web : firing),
      sentOf: () => undefined,
      endSentOf: () => null,
    })
    expect(holds(messageOf(begins, other), now(firing))).toBe(true)
    expect(holds(messageOf(begins, other), now(ended))).toBe(false)
    expect(holds(messageOf(other, begins), now(ended))).toBe(false)
  })

  const listing = { at, report: sampleReport({ firing: [begins] }) }
  test.each<Notification>([
    report,
    { kind: 'report', ...listing },
    { kind: 'startup', startedAt: at, version: '1', inventory: null, connections: [], ...listing },
    { kind: 'restarted', at, version: '1', restarts: 1, since: at - minute },
    { kind: 'test', at },
    { kind: 'fallback', at, of: { kind: 'report', ...listing }, channel: 'x', reason: 'x' },
  ])('nothing changes of any other: $kind', (notification) => {
    expect(holds(notification, nowOf(ended, asFiring))).toBe(true)
  })
})
