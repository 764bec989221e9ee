import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allowedPaths, isAllowed } from '../../../src/sources/containers/allowed-paths.ts'
import { createDockerClient } from '../../../src/sources/containers/docker-client.ts'
import { clients } from '../../support/clients.ts'

const recorded: string[] = []
const server = createServer((request, response) => {
  recorded.push(`${request.method} ${request.url}`)
  response.end('[]')
})
let host = ''

beforeEach(async () => {
  recorded.length = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address === 'object' && address !== null) host = `tcp://127.0.0.1:${address.port}`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

describe('the client', () => {
  test('asks for a path of the list', async () => {
    await createDockerClient(host, clients.connect, '/').docker.listContainers({ all: true })
    expect(recorded).toEqual(['GET /containers/json?all=true'])
  })

  test('has an agent that is short when docker-modem writes it out with every request', async () => {
    const { docker } = createDockerClient(host, clients.connect, '/')
    await docker.listContainers()
    expect(inspect(docker.modem, { showHidden: true, depth: null })).toMatch(/^ *agent: Agent,?$/m)
  })

  test('refuses everything else that dockerode can do before it leaves', async () => {
    const { docker, open } = createDockerClient(host, clients.connect, '/')
    const container = docker.getContainer('db')
    const refused = [
      ...[() => container.start(), () => container.stop(), () => container.kill(), () => container.restart()],
      ...[() => container.remove(), () => container.rename({ name: 'x' }), () => container.update({})],
      ...[() => container.exec({ Cmd: ['id'] }), () => container.attach({}), () => container.export()],
      ...[() => container.getArchive({ path: '/etc/passwd' }), () => container.top(), () => container.changes()],
      ...[() => docker.createContainer({ Image: 'i' }), () => docker.pruneContainers(), () => docker.pull('i')],
      ...[() => docker.listImages(), () => docker.listVolumes(), () => docker.info()],
      ...[() => docker.swarmInspect(), () => docker.listSecrets(), () => docker.getImage('i').remove()],
      ...['/containers/db/top', '/containers/a/../json/x', '/secrets', '/events/../info', '/images/json'].map(
        (path) => () => open(path, {}, AbortSignal.timeout(1_000)),
      ),
    ]
    for (const ask of refused) await expect(ask()).rejects.toThrow('not allowed')
    expect(recorded).toEqual([])
  })
})

describe('isAllowed', () => {
  test.each(allowedPaths)('%s, with or without a version and a query', (path) => {
    const real = path.replace('{id}', 'a'.repeat(64))
    expect([real, `/v1.41${real}`, `${real}?all=true`].map((each) => isAllowed('GET', each))).toEqual([
      true,
      true,
      true,
    ])
  })

  test.each(['POST', 'PUT', 'DELETE', 'HEAD', 'get'])('%s never', (method) => {
    expect(isAllowed(method, '/containers/json')).toBe(false)
  })

  test.each([
    ...['/', '', '/info', '/containers', '/containers/json/', '//containers/json', '/v1/containers/json'],
    ...['/containers/../json', '/containers/a/b/json', '/containers/a%2fb/json', '/containers/x/archive'],
    ...['/containers/json/../../images/json', '/events\n', '/x/containers/json', '/containers//json'],
  ])('%j never', (path) => {
    expect(isAllowed('GET', path)).toBe(false)
  })
})
