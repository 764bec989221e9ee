import { expect, test } from 'vitest'
import { EngineError, failureReason } from '../../../src/sources/containers/failure-reason.ts'
import type { Reason } from '../../../src/model/reason.ts'

const host = 'unix:///var/run/docker.sock'
const secret = 'https://user:s3cr3t@example.com'
const withCode = (code: string) => Object.assign(new Error(`${code} at ${secret}`), { code })

test.each<readonly [unknown, Reason]>([
  [withCode('ENOENT'), { code: 'noSocket', path: '/var/run/docker.sock' }],
  [withCode('EACCES'), { code: 'socketForbidden' }],
  [withCode('ECONNREFUSED'), { code: 'connectionRefused', system: null }],
  [withCode('ECONNRESET'), { code: 'connectionLost', system: null }],
  [withCode('ENOTFOUND'), { code: 'noSuchName', system: null }],
  [withCode('EHOSTUNREACH'), { code: 'noRoute', system: null }],
  [withCode('EMFILE'), { code: 'noConnection', system: 'EMFILE' }],
  [Object.assign(new Error(secret), { statusCode: 403 }), { code: 'engineStatus', status: 403 }],
  [new EngineError({ code: 'engineNotUnderstood' }), { code: 'engineNotUnderstood' }],
  [new Error(secret), { code: 'noConnection', system: null }],
  [secret, { code: 'noConnection', system: null }],
])('%s', (error, reason) => {
  expect(failureReason(error, host)).toEqual(reason)
})
