import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { lastValueFrom, switchAll } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectionTest } from '../../../src/model/notification.ts'
import { createEngine } from '../../../src/sources/containers/index.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { clients } from '../../support/clients.ts'

/** A host whose systemd holds the engine's socket, as Debian's `docker.socket` does. */
let hostRoot: string
let asked: string[]
const servers: Server[] = []

const listen = async (path: string): Promise<Server> => {
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url?.startsWith('/events') === true) response.flushHeaders()
    else response.end('OK')
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  servers.push(server)
  return server
}

const end = (server: Server): Promise<void> => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

const run = (pid: string, command: string) => {
  mkdirSync(join(hostRoot, 'proc', pid), { recursive: true })
  writeFileSync(join(hostRoot, 'proc', pid, 'comm'), `${command}\n`)
}

const stopped = (pid: string) => rmSync(join(hostRoot, 'proc', pid), { recursive: true })

beforeEach(() => {
  asked = []
  hostRoot = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  mkdirSync(join(hostRoot, 'run/systemd/system'), { recursive: true })
  const wants = join(hostRoot, 'etc/systemd/system/sockets.target.wants')
  mkdirSync(wants, { recursive: true })
  symlinkSync('/usr/lib/systemd/system/docker.socket', join(wants, 'docker.socket'))
  run('1', 'systemd')
  run('475', 'dockerd')
})

afterEach(async () => {
  for (const server of servers.splice(0)) await end(server)
  rmSync(hostRoot, { recursive: true })
})

const socket = () => join(hostRoot, 'run/docker.sock')
const engineAt = (path: string) =>
  createEngine({ host: `unix://${path}`, hostRoot, connect: clients.connect, log: capturedLog().log })
const absent: ConnectionTest = { name: 'docker', result: { ok: false, reason: { code: 'noAnswerYet' } } }

const ping = async (engine: ReturnType<typeof engineAt>): Promise<string> => {
  const { result } = await lastValueFrom(engine.test(), { defaultValue: absent })
  return result.ok ? 'ok' : result.reason.code
}

describe('an engine whose socket systemd holds', () => {
  test('is not asked while none runs: a connection would start what its owner stopped', async () => {
    await listen(socket())
    stopped('475')
    const engine = engineAt(socket())
    expect(await ping(engine)).toBe('engineStopped')
    expect(asked).toEqual([])
    run('902', 'dockerd')
    expect([await ping(engine), await ping(engine)]).toEqual(['ok', 'ok'])
  })

  test('is not asked while it may be stopping, and is once another runs', async () => {
    await listen(socket())
    const engine = engineAt(socket())
    const isLost = new Promise((resolve) => {
      engine.events().pipe(switchAll()).subscribe({ error: resolve })
    })
    while (!asked.some((path) => path.startsWith('/events'))) await setTimeout(5)
    await ping(engine)
    servers[0]?.closeAllConnections()
    await isLost
    asked = []
    expect(await ping(engine)).toBe('connectionLost')
    stopped('475')
    expect(await ping(engine)).toBe('engineStopped')
    expect(asked).toEqual([])
    run('902', 'dockerd')
    expect(await ping(engine)).toBe('ok')
  })

  test('that stops closes what is idle before it ends its events: from then on it is not asked', async () => {
    const server = await listen(socket())
    const engine = engineAt(socket())
    engine
      .events()
      .pipe(switchAll())
      .subscribe({ error: () => undefined })
    while (!asked.some((path) => path.startsWith('/events'))) await setTimeout(5)
    expect(await ping(engine)).toBe('ok')
    asked = []
    server.closeIdleConnections()
    await setTimeout(200) // for the agent to notice; one that has not yet finds out as it asks
    expect(await ping(engine)).toBe('connectionLost')
    expect(asked).toEqual([])
  })

  test.each([
    ['where nobody else holds it', () => rmSync(join(hostRoot, 'run/systemd'), { recursive: true })],
    [
      'where no socket of Docker’s is enabled, and no engine was ever seen',
      () => rmSync(join(hostRoot, 'etc'), { recursive: true }),
    ],
    ['where the processes cannot be seen', () => rmSync(join(hostRoot, 'proc'), { recursive: true })],
  ])('is asked as ever %s', async (_, change) => {
    await listen(socket())
    stopped('475')
    change()
    expect(await ping(engineAt(socket()))).toBe('ok')
  })

  test('is asked as ever where the socket is another engine’s', async () => {
    await listen(socket())
    stopped('475')
    const podman = join(hostRoot, 'run/podman.sock')
    await listen(podman)
    expect(await ping(engineAt(podman))).toBe('ok')
  })
})

describe('a mounted socket that was made anew on the host', () => {
  test('leads to the host’s own', async () => {
    const mounted = join(hostRoot, 'mounted.sock')
    const old = await listen(socket())
    linkSync(socket(), mounted) // as a bind mount, it goes on to be what it was
    const engine = engineAt(mounted)
    expect(await ping(engine)).toBe('ok')
    await end(old)
    expect(await ping(engine)).not.toBe('ok')
    await listen(socket())
    stopped('475')
    run('902', 'dockerd')
    expect(await ping(engine)).toBe('ok')
    stopped('902')
    for (const server of servers.splice(0)) await end(server)
    expect(await ping(engine)).not.toBe('ok')
    asked = []
    await listen(socket())
    expect(await ping(engine)).toBe('connectionRefused')
    expect(asked).toEqual([])
  })

  test('leads nowhere where it was never the host’s: that is another engine', async () => {
    const rootless = join(hostRoot, 'rootless.sock')
    const old = await listen(rootless)
    renameSync(rootless, join(hostRoot, 'mounted.sock'))
    await listen(socket())
    const engine = engineAt(join(hostRoot, 'mounted.sock'))
    expect(await ping(engine)).toBe('ok')
    await end(old)
    asked = []
    await ping(engine)
    expect(await ping(engine)).toBe('connectionRefused')
    expect(asked).toEqual([])
  })
})
