import { describe, expect, test } from 'vitest'
import { alertTypes } from '../../../../src/model/alert-types.ts'
import type { FiringLife, Life } from '../../../../src/model/life.ts'
import type { Situation } from '../../../../src/streams/notify/mute-question.ts'
import { inhibited } from '../../../../src/streams/notify/mutes/inhibited.ts'
import { createTroubles } from '../../../../src/streams/notify/troubles.ts'
import { endedLife, firingLife, openAlert, unstableLife } from '../../../support/samples.ts'
import { calm, heldBy, openWords, words, wordsAbout } from './words.ts'

const aboutOf = (type: string, subject: string) => ({ type, subject, details: { kind: 'none' } as const })
const firing = (type: string, subject: string, given: Partial<FiringLife> = {}) =>
  firingLife(aboutOf(type, subject), { ...given, evidence: {} })

/** After all these were followed, one after the other. */
const after = (...lives: readonly Life[]): Situation => {
  const troubles = createTroubles()
  for (const life of lives) troubles.follow(life)
  return { ...calm, troubles }
}

const rows = Object.entries(alertTypes).flatMap(([cause, { inhibits }]) =>
  inhibits.flatMap((row) =>
    row.types.map((effect) => ({ cause, effect, subject: row.subject, of: 'of' in row ? row.of : 'it' })),
  ),
)

describe.each(rows)('$cause mutes $effect, of $subject subject', ({ cause, effect, subject, of }) => {
  const about = aboutOf(effect, subject === 'same' ? of : 'another')
  const effects = wordsAbout(about)
  const held = (situation: Situation) => heldBy(inhibited, situation, effects)

  test('while it fires: all that says that there is trouble, and not the end', () => {
    const by = firing(cause, of)
    expect(held(after(by))).toEqual(openWords)
    expect(inhibited(effects.reminder, after(by))).toEqual({ reason: 'inhibited', by: by.fingerprint, until: null })
  })

  test('and while it is unstable and trouble, but not while it is unstable and well', () => {
    expect(held(after(unstableLife(aboutOf(cause, of), 'firing')))).toEqual(openWords)
    expect(held(after(unstableLife(aboutOf(cause, of), 'ended')))).toEqual([])
    expect(held(after(firing(cause, of), unstableLife(aboutOf(cause, of), 'ended')))).toEqual([])
  })

  test('and out of sight: what was so is so', () => {
    expect(held(after(firing(cause, of, { isSeen: false })))).toEqual(openWords)
  })

  test.each(['resolved', 'removed'] as const)('not any more once it is %s', (state) => {
    expect(held(after(firing(cause, of), endedLife(aboutOf(cause, of), { state })))).toEqual([])
  })

  test('not on another host', () => {
    expect(held(after(firing(cause, of, { host: 'elsewhere' })))).toEqual([])
  })
})

test.each(rows.filter(({ subject }) => subject === 'same'))(
  '$cause of one says nothing about $effect of another',
  ({ cause, effect }) => {
    expect(heldBy(inhibited, after(firing(cause, 'it')), wordsAbout(aboutOf(effect, 'another')))).toEqual([])
  },
)

test('what follows is muted until it was looked at after its cause ended: it may end a moment later', () => {
  const loop = (look: number) => endedLife(aboutOf('CONTAINER_CRASH_LOOP', 'db'), { look, state: 'removed' })
  const db = (look: number) => openAlert(firing('CONTAINER_NOT_RUNNING', 'db', { look }))
  const situation = after(firing('CONTAINER_CRASH_LOOP', 'db', { look: 5 }), loop(7))
  expect(inhibited(db(6), situation)).toMatchObject({ reason: 'inhibited', until: null })
  expect(inhibited(db(7), situation)).toBeNull()
  const another = openAlert(firing('CONTAINER_NOT_RUNNING', 'web', { look: 6 }))
  expect(inhibited(another, situation)).toBeNull()
})

describe('what mutes whatever subject', () => {
  const docker = (look: number) => endedLife(aboutOf('DOCKER_CONNECTION_ERROR', 'docker'), { look })
  const db = (look: number) => openAlert(firing('CONTAINER_NOT_RUNNING', 'db', { look }))

  test('goes on doing so until that subject was looked at after it ended', () => {
    const situation = after(firing('DOCKER_CONNECTION_ERROR', 'docker', { look: 5 }), docker(7))
    expect(inhibited(db(6), situation)).toMatchObject({ reason: 'inhibited', until: null })
    expect(inhibited(db(7), situation)).toBeNull()
    expect(inhibited(db(8), situation)).toBeNull()
  })

  test('of several the others go on', () => {
    const blind = (subject: string) => firing('MONITORING_BLIND', subject)
    const disk = openAlert(firing('DISK_CRITICAL', '/'))
    // Of what cannot be seen only the host says anything about disks.
    expect(inhibited(disk, after(blind('db')))).toBeNull()
    expect(inhibited(disk, after(blind('db'), blind('host')))).toMatchObject({ by: blind('host').fingerprint })
  })
})

test('of two causes the second goes on when the first ends', () => {
  const loop = firing('CONTAINER_CRASH_LOOP', 'db')
  const oom = firing('CONTAINER_OOM', 'db')
  const situation = after(loop, oom, endedLife(aboutOf('CONTAINER_CRASH_LOOP', 'db')))
  expect(inhibited(words.reminder, situation)).toMatchObject({ by: oom.fingerprint })
})

test('a cause that is muted itself passes its mutes on', () => {
  const situation = after(firing('DOCKER_CONNECTION_ERROR', 'docker'), firing('CONTAINER_CRASH_LOOP', 'db'))
  expect(inhibited(openAlert(firing('CONTAINER_CRASH_LOOP', 'db')), situation)).not.toBeNull()
  expect(inhibited(words['firing, critical'], situation)).not.toBeNull()
})

test('a cause goes by the name that its container has now', () => {
  const before = firing('CONTAINER_CRASH_LOOP', 'db')
  const renamed = firing('CONTAINER_CRASH_LOOP', 'db-old', { formerly: before.fingerprint })
  const situation = after(before, renamed)
  expect(inhibited(words['firing, critical'], situation)).toBeNull()
  expect(inhibited(openAlert(firing('CONTAINER_NOT_RUNNING', 'db-old')), situation)).toMatchObject({
    by: renamed.fingerprint,
  })
})

describe('what cannot be seen', () => {
  const blind = (subject: string, ...types: readonly string[]) => ({
    type: 'MONITORING_BLIND',
    subject,
    details: { kind: 'blind', types } as const,
  })
  const host = blind('host', 'CPU_CRITICAL', 'RAM_CRITICAL')
  const disk = blind('/', 'DISK_CRITICAL', 'INODES_CRITICAL')
  const container = blind('db', 'CONTAINER_NOT_RUNNING', 'CONTAINER_UNHEALTHY')

  test('a host that cannot be seen mutes that its disks cannot be, and nothing of containers', () => {
    const situation = after(firingLife(host))
    expect(heldBy(inhibited, situation, wordsAbout(disk))).toEqual(openWords)
    expect(heldBy(inhibited, situation, wordsAbout(container))).toEqual([])
  })

  test('it does not mute itself', () => {
    expect(heldBy(inhibited, after(firingLife(host)), wordsAbout(host))).toEqual([])
  })

  test('an engine that is down mutes that its containers cannot be seen', () => {
    const situation = after(firing('DOCKER_CONNECTION_ERROR', 'docker'))
    expect(heldBy(inhibited, situation, wordsAbout(container))).toEqual(openWords)
    expect(heldBy(inhibited, situation, wordsAbout(host))).toEqual([])
  })
})

test('whoever follows causes hears when one begins and when it ceases to be one', () => {
  const troubles = createTroubles()
  const about = aboutOf('DOCKER_CONNECTION_ERROR', 'docker')
  expect(
    [
      firingLife(about),
      firingLife(about),
      unstableLife(about, 'ended'),
      unstableLife(about, 'firing'),
      endedLife(about),
      endedLife(about),
      firing('CONTAINER_RAM', 'db'), // causes nothing
    ].map((life) => troubles.follow(life)),
  ).toEqual([true, false, true, true, true, false, false])
})
