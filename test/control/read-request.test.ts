import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRequest } from '../../src/control/read-request.ts'

const silence = { type: '*', subject: 'db', by: 'ana', reason: '', duration: 60_000, times: [] }
const post = (given: object) => readRequest('POST', '/v1/silences', JSON.stringify({ ...silence, ...given }))

test('what is asked and ordered', () => {
  expect(readRequest('GET', '/v1/status', '')).toEqual({ asked: { kind: 'status' } })
  expect(readRequest('GET', '/v1/why?subject=a%26b', '')).toEqual({ asked: { kind: 'why', subject: 'a&b' } })
  expect(readRequest('GET', '/v1/alerts?since=5', '')).toEqual({ asked: { kind: 'alerts', since: 5 } })
  expect(readRequest('DELETE', '/v1/silences/3', '')).toEqual({ asked: { kind: 'unsilence', id: '3' } })
  expect(post({})).toEqual({ asked: { kind: 'silence', ...silence } })
  const times = [{ days: [0, 6], from: 120, to: 240 }]
  expect(post({ duration: null, times })).toMatchObject({ asked: { duration: null, times } })
})

test.each([
  { duration: 0 },
  { duration: 0.5 },
  { duration: null },
  { duration: '2h' },
  { subject: '' },
  { subject: 'x'.repeat(501) },
  { reason: 3 },
  { times: [{ days: [7], from: 1, to: 2 }] },
  { times: [{ days: [], from: 1, to: 2 }] },
  { times: [{ days: [1], from: 1, to: 1 }] },
  { times: 'daily' },
])('a silence that is none is refused: %j', (given) => {
  expect(post(given)).toEqual({ refused: 400 })
})

test.each([
  ['GET', '/', 404],
  ['GET', '/v2/status', 404],
  ['GET', '/v1/status/3', 404],
  ['POST', '/v1/status', 405],
  ['GET', '/v1/silences/3', 405],
  ['DELETE', '/v1/silences/db', 400],
  ['GET', '/v1/why', 400],
  ['GET', '/v1/alerts?since=x', 400],
  ['POST', '/v1/silences', 400],
])('%s %s is refused', (method, path, refused) => {
  expect(readRequest(method, path, '')).toEqual({ refused })
})

test('whatever comes is read or refused', () => {
  const path = fc.oneof(fc.string(), fc.webPath(), fc.constantFrom('/v1/silences', '/v1/why?subject=%E0%A4%A'))
  const body = fc.oneof(fc.string(), fc.json())
  fc.assert(
    fc.property(fc.constantFrom('GET', 'POST', 'DELETE', ''), path, body, (...given) => {
      expect(Object.keys(readRequest(...given))).toHaveLength(1)
    }),
  )
})
