import fc from 'fast-check'
import { filter, map, Observable } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import type { Answer, Request } from '../../src/control/request.ts'
import { check } from '../../src/extensions/check.ts'
import type { Extension } from '../../src/extensions/extension.ts'
import type { Command, Question } from '../../src/model/command.ts'
import type { Status as CheckStatus } from '../../src/model/check.ts'
import { hasEnded } from '../../src/model/life.ts'
import type { Reading } from '../../src/model/reading.ts'
import type { Status, Why } from '../../src/model/status.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { commandText } from '../../src/text/commands.ts'
import { statusLines } from '../../src/text/status-lines.ts'
import { whyLines } from '../../src/text/why-lines.ts'
import { histories, type Step } from '../promises/history.ts'
import { byPhone, live, type Run } from '../support/live.ts'
import { propertyRuns } from '../support/property-runs.ts'
import {
  crashedContainer,
  containersReading,
  hour,
  minute,
  sampleContainer,
  sampleDisk,
  sampleHost,
  second,
  unavailableReading,
} from '../support/samples.ts'

const among = [
  { type: 'CPU_CRITICAL', subject: 'host' },
  { type: 'DISK_CRITICAL', subject: '/' },
  { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker' },
  { type: 'CONTAINER_NOT_RUNNING', subject: 'db' },
  { type: 'CONTAINER_NOT_RUNNING', subject: 'web' },
  { type: 'BACKUP_OLD', subject: 'backup' },
] as const

const subjects = ['host', '/', 'docker', 'db', 'web', 'backup', 'no-such']

/** Each step and when it is, in milliseconds; and the runs of the agent between its kills. */
const timesOf = (steps: readonly Step[]) => {
  let time = second
  let from = 0
  const timed: { readonly at: number; readonly step: Step }[] = []
  const runs: Run[] = []
  for (const step of steps) {
    time += step.gap
    timed.push({ at: time, step })
    if (step.kind !== 'kill') continue
    runs.push({ from, to: time })
    time += step.away
    from = time
  }
  return { timed, runs: [...runs, { from, to: time + 10 * minute }] }
}

/** How everything is at a time: what was seen last. */
const statusesAt = (timed: ReturnType<typeof timesOf>['timed'], time: number) => {
  const seen = new Map<string, CheckStatus>()
  for (const { at, step } of timed)
    if (at <= time && step.kind === 'reading')
      for (const { type, subject, status } of step.checks) seen.set(`${type} ${subject}`, status)
  return (type: string, subject: string): CheckStatus => seen.get(`${type} ${subject}`) ?? 'ok'
}

const isBad = (status: CheckStatus): boolean => status === 'critical' || status === 'warning'

const agentOf = (timed: ReturnType<typeof timesOf>['timed']) => {
  const see = (at: number): readonly Reading[] => {
    const statusOf = statusesAt(timed, at)
    const percent = isBad(statusOf('CPU_CRITICAL', 'host')) ? 97 : 10
    const disks = [sampleDisk({ percent: isBad(statusOf('DISK_CRITICAL', '/')) ? 97 : 50 })]
    const containerOf = (name: string) => {
      const status = statusOf('CONTAINER_NOT_RUNNING', name)
      if (status === 'removed') return []
      const names = { id: name, name, containerName: name }
      return [isBad(status) ? crashedContainer({ at }, names) : sampleContainer(names)]
    }
    return [
      sampleHost({ at, disks, cpu: { percent, perCore: [percent] } }),
      isBad(statusOf('DOCKER_CONNECTION_ERROR', 'docker'))
        ? unavailableReading('containers', at)
        : containersReading(['db', 'web'].flatMap(containerOf), { at }),
    ]
  }
  const backup: Extension = (readings$) =>
    readings$.pipe(
      filter((reading) => reading.kind === 'host'),
      map(({ at }) => statusesAt(timed, at)('BACKUP_OLD', 'backup')),
      map((status) => check({ type: 'BACKUP_OLD', subject: 'backup', status, text: 'it is old' })),
    )
  return { see, every: 30 * second, extensions: [backup], env: { ...byPhone, QUIET_HOURS: '00:40-01:10' } }
}

const database = openInMemory()
const rows = (sql: string, ...given: readonly string[]) => database.prepare(sql).all(...given)
const text = { en: 'en', 'pt-BR': 'pt-BR' } as const

let lines = 0

const written = (show: (language: 'en' | 'pt-BR') => readonly string[]): readonly string[] => {
  for (const language of Object.values(text)) {
    const shown = show(language)
    lines += shown.length
    for (const line of shown) {
      expect(line).not.toMatch(/undefined|NaN|null|Infinity|\(\)|, ,|\S {2}\S.*\S {2}|,$| $/)
      expect(line.trim()).not.toBe('')
    }
  }
  return show('en')
}

const config = (language: 'en' | 'pt-BR') => ({ language, timeZone: 'UTC', agentName: 'vps-01' })

/** Against what the outbox's tables hold at that moment. */
const holdsWithTables = (status: Status): void => {
  const shown = written((language) => statusLines(status, commandText(config(language), status.at)))
  const told = new Map(
    rows("SELECT fingerprint, body ->> 'at' AS at FROM told").map(({ fingerprint, at }) => [fingerprint, at]),
  )
  const open = rows('SELECT id, fingerprint, first_told_at FROM life WHERE ended_at IS NULL')
  for (const { life, toldAt, untold, mutes } of status.troubles) {
    expect(toldAt).toBe(told.get(life.fingerprint) ?? null)
    if (toldAt === null) expect(untold).not.toBeNull()
    if (life.evidence !== null) expect(open.map(({ id }) => id)).toContain(life.id)
    for (const mute of [...mutes, ...(untold === null ? [] : [untold])])
      if (mute.reason === 'silenced')
        expect(status.silences.find(({ id }) => id === mute.by)?.holdsUntil).toBeGreaterThan(status.at)
    if (untold?.reason === 'inhibited') expect(mutes.map(({ reason }) => reason)).toContain('inhibited')
    if (untold?.reason === 'quiet') expect(untold.until).toBeGreaterThan(status.at)
  }
  const fingerprints = status.troubles.map(({ life }) => life.fingerprint)
  for (const { fingerprint, first_told_at: at } of open)
    if (at !== null && told.has(fingerprint)) expect(fingerprints).toContain(fingerprint)
  const waiting = rows("SELECT count(*) AS n FROM delivery WHERE state IN ('queued', 'sending', 'retrying')")[0]?.['n']
  expect(status.outbox.queued).toBe(waiting)
  const last = rows("SELECT max(changed_at) AS at FROM delivery WHERE state = 'sent'")[0]?.['at'] ?? null
  expect(status.channels[0]?.at ?? null).toBe(last)
  expect(status.silences.map(({ id }) => id)).toEqual(
    rows('SELECT id FROM silence WHERE until IS NULL OR until > ? ORDER BY id', String(status.at)).map(({ id }) =>
      String(id),
    ),
  )

  // And the lines say the same.
  const count = (pattern: RegExp): number => shown.filter((line) => pattern.test(line)).length
  expect(count(/^[🔴🟡] /u)).toBe(status.troubles.length)
  expect(count(/^ {3}\S.*, told (?:at|on) /)).toBe(status.troubles.filter(({ toldAt }) => toldAt !== null).length)
  expect(count(/^ {3}\S.*, not told yet: \S/)).toBe(status.troubles.filter(({ toldAt }) => toldAt === null).length)
  expect(count(/^No problems now\.$/)).toBe(status.troubles.length === 0 ? 1 : 0)
}

const holdsWithStatus = (why: Why, status: Status): void => {
  written((language) => whyLines(why, commandText(config(language), why.at)))
  expect(why.troubles).toEqual(status.troubles.filter(({ life }) => life.subject === why.subject))
  const ended = rows(
    "SELECT id, first_told_at, end_told_at FROM life WHERE ended_at IS NOT NULL AND body ->> 'subject' = ? ORDER BY ended_at DESC, id DESC LIMIT 20",
    why.subject,
  )
  expect(
    why.ended.map(({ life, firstToldAt, endToldAt }) => ({
      id: life.id,
      first_told_at: firstToldAt,
      end_told_at: endToldAt,
    })),
  ).toEqual(ended)
  for (const { life } of why.ended) expect(hasEnded(life)).toBe(true)
  const said = (fingerprint: string, at: number) =>
    why.messages.some((message) => message.at === at && message.words.some((one) => one.fingerprint === fingerprint))
  if (why.messages.length === 20) return
  for (const { life, toldAt } of why.troubles) if (toldAt !== null) expect(said(life.fingerprint, toldAt)).toBe(true)
  for (const { life, firstToldAt, endToldAt } of why.ended) {
    if (firstToldAt !== null) expect(said(life.fingerprint, firstToldAt)).toBe(true)
    if (endToldAt !== null) expect(said(life.fingerprint, endToldAt)).toBe(true)
  }
  for (const { deliveries } of why.messages) expect(deliveries.length).toBeGreaterThan(0)
}

/** Asks at each step, and just before the next; and gives and takes back silences. */
const asking =
  (timed: ReturnType<typeof timesOf>['timed'], faults: unknown[]) =>
  (from: number, scheduler: TestScheduler): Observable<Request> =>
    new Observable((subscriber) => {
      const ask = (asked: Command | Question): Answer | null => {
        let answer: Answer | null = null
        const take = (given: Answer): void => {
          answer = given
        }
        subscriber.next({ asked, reply: take })
        return answer
      }
      const look = (): void => {
        const answer = ask({ kind: 'status' })
        if (answer?.kind !== 'status') return expect.unreachable(JSON.stringify(answer))
        holdsWithTables(answer.status)
        for (const subject of subjects) {
          const one = ask({ kind: 'why', subject })
          if (one?.kind !== 'why') return expect.unreachable(JSON.stringify(one))
          holdsWithStatus(one.why, answer.status)
        }
      }
      const perform = (step: Step): void => {
        if (step.kind === 'silence') {
          const answer = ask({ kind: 'silences' })
          const given = answer?.kind === 'silences' ? answer.silences : []
          if (step.subject === null) for (const { id } of given) ask({ kind: 'unsilence', id })
          else
            ask({
              kind: 'silence',
              type: '*',
              subject: step.subject,
              by: 'ana',
              reason: '',
              duration: hour / 2,
              times: [],
            })
        }
        look()
      }
      const guarded = (action: () => void) => (): void => {
        try {
          action()
        } catch (error) {
          faults.push(error)
        }
      }
      for (const { at, step } of timed) {
        if (at <= from) continue
        subscriber.add(
          scheduler.schedule(
            guarded(() => perform(step)),
            at - from + 3,
          ),
        )
        subscriber.add(scheduler.schedule(guarded(look), at - from + 97 * second))
      }
    })

test('5,000 lines of status and why contradict neither the outbox nor each other', () => {
  const kinds = ['reading', 'silence', 'kill'] as const
  fc.assert(
    fc.property(histories({ among, maxLength: 60, kinds, hosts: 1, clocks: [0] }), (steps) => {
      for (const table of ['delivery', 'notification', 'life', 'told', 'sent', 'occurrence', 'fact', 'silence'])
        database.exec(`DELETE FROM ${table}`)
      const { timed, runs } = timesOf(steps)
      const faults: unknown[] = []
      live({ ...agentOf(timed), database, requests: asking(timed, faults) }, runs)
      if (faults.length > 0) throw faults[0]
    }),
    { numRuns: propertyRuns(3) },
  )
  expect(lines).toBeGreaterThan(5_000)
})
