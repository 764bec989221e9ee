import { expect, test } from 'vitest'
import type { Silence } from '../../../../src/model/silence.ts'
import { silenced } from '../../../../src/streams/notify/mutes/silenced.ts'
import { allWords, calm, heldBy, words } from './words.ts'

const silence = (given: Partial<Silence>): Silence => ({
  id: 'a night of work',
  type: '*',
  subject: '*',
  until: 200_000,
  by: 'somebody',
  ...given,
})
const ends = ['resolved', 'removed']

test('holds everything but the end of what was told', () => {
  const situation = { ...calm, silences: [silence({})] }
  expect(heldBy(silenced, situation)).toEqual(allWords.filter((word) => !ends.includes(word)))
})

test('says which silence it is, and until when', () => {
  const silences = [silence({ id: 'of another', subject: 'web' }), silence({ id: 'of db', subject: 'db', until: 7 })]
  expect(silenced(words.reminder, { ...calm, silences })).toEqual({ reason: 'silenced', by: 'of db', until: 7 })
})

test.each([
  [{ type: 'CONTAINER_*', subject: 'db' }, true],
  [{ type: 'CONTAINER_*', subject: 'd?' }, true],
  [{ type: 'container_not_running', subject: 'DB' }, true],
  [{ type: 'CONTAINER_*', subject: 'web' }, false],
  [{ type: 'DISK_*', subject: 'db' }, false],
  [{ type: '*', subject: 'd' }, false],
  [{ type: '.*', subject: '..' }, false],
])('%o: %s', (given, holds) => {
  const situation = { ...calm, silences: [silence(given)] }
  expect(silenced(words['firing, critical'], situation) !== null).toBe(holds)
  expect(silenced(words.happened, situation) !== null).toBe(holds)
})

test('holds nothing where there is none', () => {
  expect(heldBy(silenced, calm)).toEqual([])
})
