import { describe, expect, test } from 'vitest'
import { parseContainerEvent } from '../../../src/sources/containers/container-event.ts'
import { parseDetails, type DetailsJson } from '../../../src/sources/containers/details.ts'
import { parseListed } from '../../../src/sources/containers/listing.ts'
import { parseLogLines } from '../../../src/sources/containers/log-lines.ts'
import { signalName } from '../../../src/sources/containers/signal-name.ts'

const id = '12cbd0df0991928850cdb0c63e8a43f385d7c722aa0052d5a2b1fa206f78fafd'

describe('parseContainerEvent', () => {
  const line = (action: string, attributes: object = {}, rest: object = {}) =>
    JSON.stringify({
      ...{ status: action, id, from: 'busybox:local', Type: 'container', Action: action },
      Actor: { ID: id, Attributes: { image: 'busybox:local', name: 'db', ...attributes } },
      ...{ scope: 'local', time: 1795469956 },
      ...rest,
    })
  const origin = {
    id,
    name: 'db',
    image: 'busybox:local',
    compose: null,
    service: null,
    labels: null,
    at: 1795469956000,
  }

  test('a die, as recorded from Docker 20.10, to the millisecond', () => {
    const recorded = `{"status":"die","id":"${id}","from":"busybox:local","Type":"container","Action":"die","Actor":{"ID":"${id}","Attributes":{"exitCode":"3","image":"busybox:local","name":"db"}},"scope":"local","time":1795469956,"timeNano":1795469956665595167}`
    expect(parseContainerEvent(recorded)).toEqual({
      ...origin,
      at: 1795469956665,
      action: 'die',
      exitCode: 3,
      mayBeAsked: false,
    })
  })

  test('the words of older Podmans', () => {
    expect(parseContainerEvent(line('died', { containerExitCode: '137' }))).toEqual({
      ...origin,
      action: 'die',
      exitCode: 137,
      mayBeAsked: false,
    })
    expect(parseContainerEvent(line('remove'))).toEqual({ ...origin, action: 'destroy' })
  })

  describe('of Podman 5.4, as recorded', () => {
    const podman = (action: string, attributes: object = {}, rest: object = {}) =>
      parseContainerEvent(line(action, { podId: '', ...attributes }, rest))

    test('a probe that failed says so beside its name', () => {
      expect(podman('health_status', {}, { HealthStatus: 'unhealthy' })).toMatchObject({
        action: 'health_status',
        health: 'unhealthy',
      })
      expect(podman('health_status', {}, { HealthStatus: 'healthy' })).toMatchObject({ health: 'healthy' })
    })

    test('a stop and a restart are told before the end, which may have been asked for all the same', () => {
      expect(podman('stop')).toMatchObject({ action: 'stop' })
      expect(podman('restart')).toMatchObject({ action: 'stop' })
      expect(podman('die', { containerExitCode: '7', exitCode: '7' })).toMatchObject({ exitCode: 7, mayBeAsked: true })
    })
  })

  test('a restart, which Docker tells of once it is over, says nothing; a stop and an update do', () => {
    expect(parseContainerEvent(line('restart'))).toBeNull()
    expect(parseContainerEvent(line('stop'))).toMatchObject({ action: 'stop' })
    expect(parseContainerEvent(line('update'))).toMatchObject({ action: 'update' })
  })

  test('a die without a readable code', () => {
    expect(parseContainerEvent(line('die', { exitCode: '' }))).toMatchObject({ action: 'die', exitCode: null })
  })

  test('a kill with its signal, a change of health, the labels of compose', () => {
    expect(parseContainerEvent(line('kill', { signal: '15' }))).toMatchObject({ action: 'kill', signal: 'SIGTERM' })
    expect(parseContainerEvent(line('health_status: unhealthy'))).toMatchObject({
      action: 'health_status',
      health: 'unhealthy',
    })
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'db' }
    expect(parseContainerEvent(line('start', labels))?.compose).toEqual({
      ...{ project: 'shop', service: 'db', number: 1 },
    })
    const replica = { ...labels, 'com.docker.compose.container-number': '2' }
    expect(parseContainerEvent(line('start', replica))?.compose?.number).toBe(2)
    const oneOff = { ...labels, 'com.docker.compose.oneoff': 'True' }
    expect(parseContainerEvent(line('start', oneOff))?.compose?.number).toBeNull()
  })

  test.each([
    ['shop_web', 'shop_web.3.nei6c3j4fwgijfw8go7kg3c2s', 3],
    ['agent', 'agent.vcx8f35j8bzwpkqhh80yf2glm.tjo7td0kbe7rhp1r968jfgi1s', null],
    ['odd', '', null],
  ])('the labels of Swarm: %s, task %s', (name, task, slot) => {
    const labels = { 'com.docker.swarm.service.name': name, 'com.docker.swarm.task.name': task }
    expect(parseContainerEvent(line('start', labels))?.service).toEqual({ name, slot })
  })

  test.each([
    ...['', 'null', '[]', '3', '{', '{"Type":"container"}', line('exec_create: sh'), line('attach'), line('top')],
    line('start', {}, { Type: 'image' }),
  ])('%s tells nothing', (text) => {
    expect(parseContainerEvent(text)).toBeNull()
  })
})

describe('parseListed', () => {
  const json = { Id: id, Names: ['/db'], Image: 'i', State: 'running', Status: 'Up 2 hours', Labels: null }

  test.each([
    ['running', 'Up 2 hours', { state: 'running', health: null, exitCode: null }],
    ['running', 'Up 2 hours (healthy)', { state: 'running', health: 'healthy' }],
    ['running', 'Up 2 hours (unhealthy)', { state: 'running', health: 'unhealthy' }],
    ['running', 'Up Less than a second (health: starting)', { state: 'running', health: 'starting' }],
    ['paused', 'Up 3 minutes (Paused)', { state: 'paused', health: null }],
    ['exited', 'Exited (137) 5 minutes ago', { state: 'exited', exitCode: 137 }],
    ['restarting', 'Restarting (1) 2 seconds ago', { state: 'restarting', exitCode: 1 }],
    ['created', 'Created', { state: 'created', exitCode: null }],
    ['stopped', '', { state: 'exited', exitCode: null }],
    ['somersaulting', '', { state: 'created' }],
  ])('%s: %s', (State, Status, expected) => {
    expect(parseListed({ ...json, State, Status })).toMatchObject(expected)
  })

  test('its own name, not that of a link to it', () => {
    expect(parseListed({ ...json, Names: ['/web/alias', '/db'] }).name).toBe('db')
    expect(parseListed({ ...json, Names: null }).name).toBe('12cbd0df0991')
  })
})

describe('parseDetails', () => {
  const state = {
    ...{ Status: 'running', Pid: 71, ExitCode: 0, OOMKilled: false },
    ...{ StartedAt: '2026-11-23T21:39:17.453571569Z', FinishedAt: '0001-01-01T00:00:00Z' },
  }
  const json: DetailsJson = {
    ...{ Id: id, Name: '/db', RestartCount: 2, State: state, HostConfig: { Memory: 0 } },
    Config: { Image: 'postgres:17', Labels: null },
  }

  test('fills in what is not said', () => {
    expect(parseDetails(json)).toEqual({
      ...{ id, name: 'db', image: 'postgres:17', state: 'running', health: 'none', healthOutput: null },
      ...{ startedAt: Date.UTC(2026, 10, 23, 21, 39, 17, 453), finishedAt: null, exitCode: 0, oomKilled: false },
      ...{
        restartCount: 2,
        compose: null,
        service: null,
        stopSignal: 'SIGTERM',
        labels: null,
        stopTimeoutSeconds: 10,
        restartPolicy: 'no',
        memoryLimitBytes: 'none',
      },
      ...{ hasHealthcheck: false, pid: 71, startError: null, purpose: 'service' },
    })
  })

  test('reads how it is to be stopped, its limit and its end', () => {
    const FinishedAt = '2026-11-23T21:39:17.488995913Z'
    const ended = { ...state, Status: 'exited', Pid: 0, ExitCode: 137, OOMKilled: true, FinishedAt }
    const Config = { ...json.Config, StopSignal: 'quit', StopTimeout: 30 }
    expect(parseDetails({ ...json, HostConfig: {} }).memoryLimitBytes).toBeNull()
    expect(parseDetails({ ...json, State: ended, Config, HostConfig: { Memory: 64 } })).toMatchObject({
      ...{ stopSignal: 'SIGQUIT', stopTimeoutSeconds: 30, memoryLimitBytes: 64, pid: null, exitCode: 137 },
      ...{ oomKilled: true, finishedAt: Date.UTC(2026, 10, 23, 21, 39, 17, 488) },
    })
    const policyOf = (Name: string) => parseDetails({ ...json, HostConfig: { RestartPolicy: { Name } } }).restartPolicy
    expect(['', 'no', 'on-failure', 'always', 'unless-stopped'].map(policyOf)).toEqual([
      ...['no', 'no', 'on-failure', 'always', 'always'],
    ])
    expect(parseDetails({ ...json, Config: { ...Config, StopTimeout: 0 } }).stopTimeoutSeconds).toBe(0)
    expect(parseDetails({ ...json, Config: { ...Config, StopTimeout: -1 } }).stopTimeoutSeconds).toBe(Infinity)
  })

  test('why it could not be started, as recorded from Docker 26; a container that runs was', () => {
    const Error =
      'error gathering device information while adding custom device "/dev/nothing": no such file or directory'
    const failed = { ...state, Status: 'created', Pid: 0, ExitCode: 128, Error }
    expect(parseDetails({ ...json, State: failed })).toMatchObject({ state: 'created', startError: Error })
    expect(parseDetails({ ...json, State: { ...state, Error } }).startError).toBeNull()
  })

  test('who it is for: a person at its terminal, a step of a build, and otherwise a service', () => {
    const Config = { ...json.Config, Tty: true, OpenStdin: true }
    expect(parseDetails({ ...json, Config: { ...Config, AttachStdin: true } }).purpose).toBe('shell')
    // Games are served so: `tty` and `stdin_open`, and nobody there.
    expect(parseDetails({ ...json, Config: { ...Config, AttachStdin: false } }).purpose).toBe('service')
    // As recorded from the classic builder of Docker 20.10, and from `docker run IMAGE_ID`.
    const step = { ...json.Config, Image: `sha256:${id}`, Healthcheck: { Test: ['NONE'] } }
    expect(parseDetails({ ...json, Config: step, HostConfig: { LogConfig: { Type: 'none' } } }).purpose).toBe('build')
    const byId = { ...json.Config, Image: `sha256:${id}` }
    expect(parseDetails({ ...json, Config: byId, HostConfig: { LogConfig: { Type: 'json-file' } } }).purpose).toBe(
      'service',
    )
  })

  test('of what a probe printed, why it failed', () => {
    const Output =
      '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\ncurl: (22) The requested URL returned error: 503\n\n\n'
    const Health = { Status: 'unhealthy', Log: [{ ExitCode: 22, Output }] }
    expect(parseDetails({ ...json, State: { ...state, Health } }).healthOutput).toBe(
      'curl: (22) The requested URL returned error: 503',
    )
  })

  test('health, and the end of what the last probe that failed printed, at most 200 characters', () => {
    const Log = [
      { ExitCode: 1, Output: 'older' },
      { ExitCode: 1, Output: `${'.'.repeat(300)} GET /health: 503\n` },
      { ExitCode: 0, Output: 'fine' },
    ]
    const Config = { ...json.Config, Healthcheck: { Test: ['CMD', 'x'] } }
    const details = parseDetails({ ...json, Config, State: { ...state, Health: { Status: 'unhealthy', Log } } })
    expect(details).toMatchObject({ health: 'unhealthy', hasHealthcheck: true })
    expect(details.healthOutput).toHaveLength(200)
    expect(details.healthOutput).toMatch(/\. GET \/health: 503$/)
    expect(
      parseDetails({ ...json, State: { ...state, Health: { Status: 'starting', Log: null } } }).healthOutput,
    ).toBeNull()
  })
})

describe('signalName', () => {
  test.each([
    ...[
      ['15', 'SIGTERM'],
      ['9', 'SIGKILL'],
      ['1', 'SIGHUP'],
      ['31', 'SIGSYS'],
      ['TERM', 'SIGTERM'],
    ],
    ...[
      ['sigquit', 'SIGQUIT'],
      ['SIGWINCH', 'SIGWINCH'],
      ['37', 'SIGRTMIN+3'],
      ['RTMIN+3', 'SIGRTMIN+3'],
    ],
    ...[
      ['SIGRTMAX-14', 'SIGRTMIN+16'],
      ['SIGRTMAX', 'SIGRTMIN+30'],
      ['RTMIN', 'SIGRTMIN+0'],
      ['99', 'SIG99'],
    ],
  ])('%s is %s', (given, name) => {
    expect(signalName(given)).toBe(name)
  })
})

describe('parseLogLines', () => {
  const frame = (stream: number, text: string) => {
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
    header.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([header, Buffer.from(text)])
  }

  test('frames of stdout and stderr, in order', () => {
    const log = Buffer.concat([frame(1, 'one\n'), frame(2, 'dois é\r\n'), frame(1, '\n'), frame(1, 'three\n')])
    expect(parseLogLines(log, 3)).toEqual(['one', 'dois é', 'three'])
    expect(parseLogLines(log, 1)).toEqual(['three'])
  })

  test('a frame that is cut short', () => {
    expect(parseLogLines(Buffer.concat([frame(1, 'one\n'), frame(1, 'two and more').subarray(0, 11)]), 3)).toEqual([
      'one',
      'two',
    ])
  })

  test('a TTY’s log, as it is, even where it looks like JSON', () => {
    expect(parseLogLines(Buffer.from('{"level":"error"}\r\nend\r\n'), 3)).toEqual(['{"level":"error"}', 'end'])
  })

  test('nothing', () => {
    expect(parseLogLines(Buffer.alloc(0), 3)).toEqual([])
  })
})
