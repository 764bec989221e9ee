import { expect, test } from 'vitest'
import { readDuration, readSilence } from '../../src/cli/read-silence.ts'
import { day, hour, minute } from '../support/samples.ts'

const given = { type: null, reason: '', by: 'ana' }
const daily = [0, 1, 2, 3, 4, 5, 6]

test.each([
  ['2h', 2 * hour],
  ['90m', 90 * minute],
  ['1h30min', 90 * minute],
  ['3d', 3 * day],
  ['1w', 7 * day],
  ['0h', null],
  ['2', null],
  ['h', null],
  ['2 h', null],
  ['2constructor', null],
  ['400d', null],
])('the duration %s', (text, expected) => {
  expect(readDuration(text)).toBe(expected)
})

test.each([
  ['db 2h', { type: '*', subject: 'db', duration: 2 * hour, times: [] }],
  ['cpu daily 02:00-04:00', { type: 'CPU_CRITICAL', subject: 'host', times: [{ days: daily, from: 120, to: 240 }] }],
  [
    'db seg-sex 22:00-06:00',
    { subject: 'db', duration: null, times: [{ days: [0, 1, 2, 3, 4], from: 1320, to: 360 }] },
  ],
  ['db 02:00-04:00, 12:00-13:00', { times: [{ from: 120 }, { from: 720 }] }],
  ['constructor 1h', { type: '*', subject: 'constructor' }],
])('%s', (words, expected) => {
  expect(readSilence(words.split(' '), given)).toMatchObject(expected)
})

test('with a type, a name is only a name', () => {
  expect(readSilence(['cpu', '1h'], { ...given, type: 'CONTAINER_*' })).toMatchObject({
    type: 'CONTAINER_*',
    subject: 'cpu',
  })
})

test.each(['', 'db', 'db tomorrow', 'db 2h 3h', 'db daily', 'db daily 2h', 'db noday 02:00-04:00'])(
  '%j is none',
  (words) => {
    expect(readSilence(words.split(' '), given)).toBeNull()
  },
)
