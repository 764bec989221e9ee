import { expect, test } from 'vitest'
import { live, type See } from './support/live.ts'
import { containersReading, hour, minute, sampleContainer, sampleHost, sampleHostId } from './support/samples.ts'

const host = (at: number) => sampleHost({ at, cpu: { percent: 10, perCore: [10] } })
const noSocket: See = (at) => [
  host(at),
  {
    host: sampleHostId,
    kind: 'unavailable',
    at,
    source: 'containers',
    reason: { code: 'noSocket', path: '/var/run/docker.sock' },
    isAbsent: true,
  },
]
const refusing: See = (at) => [
  host(at),
  { host: sampleHostId, kind: 'unavailable', at, source: 'containers', reason: { code: 'socketForbidden' } },
]
const missed = ['4: startup', '30: firing DOCKER_CONNECTION_ERROR docker']
const run = { from: 0, to: 10 * minute }

test.each([
  { where: 'DOCKER_HOST names it', env: { DOCKER_HOST: 'unix:///run/docker.sock' }, see: noSocket },
  { where: 'WATCH_CONTAINERS names anything', env: { WATCH_CONTAINERS: 'db' }, see: noSocket },
  { where: 'something is there, which refuses', env: {}, see: refusing },
])('an engine is missed where $where', ({ env, see }) => {
  expect(live({ see, env }, [run])).toEqual(missed)
})

test('no engine is missed where none is expected', () => {
  expect(live({ see: noSocket }, [run])).toEqual(['4: startup'])
})

const restartAt = 5 * hour
const afterRestart = `${restartAt / 1_000 + 30}: firing DOCKER_CONNECTION_ERROR docker`

test.each([
  { ran: 'containers', containers: [sampleContainer()] },
  { ran: 'nothing', containers: [] },
])('an engine is missed where the last run saw one, hours ago, on which $ran ran', ({ containers }) => {
  const see: See = (at) => (at < hour ? [host(at), containersReading(containers, { at })] : noSocket(at))
  const got = live({ see }, [run, { from: restartAt, to: restartAt + 10 * minute, stops: true }])
  expect(got).toContain(afterRestart)
})
