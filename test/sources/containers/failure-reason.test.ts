import { expect, test } from 'vitest'
import { EngineError, failureReason } from '../../../src/sources/containers/failure-reason.ts'

const host = 'unix:///var/run/docker.sock'
const secret = 'https://user:s3cr3t@example.com'
const withCode = (code: string) => Object.assign(new Error(`${code} at ${secret}`), { code })

test.each<readonly [unknown, string]>([
  [withCode('ENOENT'), 'no socket at /var/run/docker.sock'],
  [withCode('EACCES'), 'permission denied on the socket'],
  [withCode('ECONNREFUSED'), 'connection refused'],
  [withCode('ECONNRESET'), 'connection lost'],
  [withCode('ENOTFOUND'), 'host name not found'],
  [withCode('EHOSTUNREACH'), 'host not reachable'],
  [withCode('EMFILE'), 'connection failed (EMFILE)'],
  [Object.assign(new Error(secret), { statusCode: 403 }), 'the engine answered with status 403'],
  [new EngineError('connection lost'), 'connection lost'],
  [new Error(secret), 'connection failed'],
  [secret, 'connection failed'],
])('%s', (error, reason) => {
  expect(failureReason(error, host)).toBe(reason)
})
