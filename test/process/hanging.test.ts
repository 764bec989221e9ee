import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncScheduler } from 'rxjs'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFakeEngine, detailsJson, eventJson, listedJson } from '../support/fake-engine.ts'
import { createFolder } from '../support/folder.ts'
import { canMount, mountHung } from '../support/hung-mount.ts'
import { startN8n } from '../support/n8n-server.ts'
import { startNameServer } from '../support/name-server.ts'
import { heartbeats, whatsApp } from './environment.ts'

const canUnshare = (): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const six = Array.from({ length: 6 }, (_, index) => index)

/** Where the name server of this test listens: at the port that resolv.conf has no word for. */
const nameServer = '127.53.0.10'

/** How long a crash takes to be told, in milliseconds, while names and mounts hang or not. */
const crashToMessage = async (hanging: boolean): Promise<number> => {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(createFolder())
  const alive = { four: ['127.0.0.1'] }
  const dead = six.map((index) => `dead${index}.test`)
  const zones = { 'evolution.test': alive, 'n8n.test': alive, 'shop.test': alive } as const
  const names = stack.use(
    await startNameServer({
      zones: { ...zones, ...Object.fromEntries(dead.map((name) => [name, 'hang'] as const)) },
      address: nameServer,
      port: 53,
    }),
  )
  const configuration = join(folder.path, 'resolv.conf')
  writeFileSync(configuration, `nameserver ${nameServer}\n`)
  const mounts = hanging ? six.map((index) => join(folder.path, `hung${index}`)) : []
  for (const mount of mounts) stack.use(mountHung(mount))

  const engine = await createFakeEngine()
  stack.defer(engine.close)
  engine.answers.list = () => [listedJson('db')]
  engine.answers.inspect = (id) => detailsJson(id)
  const [evolution, n8n] = [stack.use(await startEvolution()), stack.use(await startN8n())]
  const named = (url: string, name: string): string => url.replace('127.0.0.1', name)
  const services = [`${named(evolution.url, 'shop.test')} name=shop`]
  const deadServices = dead.map((name) => `https://${name}/ interval=1 failures=100`)
  const agent = stack.use(
    startAgent({
      environment: {
        ...whatsApp({ ...evolution, url: named(evolution.url, 'evolution.test') }),
        ...heartbeats({ ...n8n, url: named(n8n.url, 'n8n.test') }),
        DOCKER_HOST: engine.host,
        DISK_MOUNTS: mounts.join(),
        SERVICES: [...services, ...(hanging ? deadServices : [])].join('\n'),
        CHECK_INTERVAL: '1',
        CPU_THRESHOLD: '100',
      },
      wrap: (command) => [
        ...['unshare', '--mount', 'sh', '-c', `mount --bind ${configuration} /etc/resolv.conf && exec "$@"`, 'sh'],
        ...command,
      ],
    }),
  )
  const isHanging = (): boolean =>
    !hanging || (dead.every((name) => names.asked.includes(name)) && Number(n8n.bodies.at(-1)?.['checks'] ?? 0) >= 8)
  await agent.until(() => evolution.messages.length > 0 && isHanging())
  const heard = n8n.bodies.length
  const told = evolution.messages.length
  engine.answers.list = () => [listedJson('db', { State: 'exited', Status: 'Exited (3) 1 second ago' })]
  engine.answers.inspect = (id) => detailsJson(id, { Status: 'exited', ExitCode: 3, Pid: 0 })
  const crashed = performance.now()
  const now = asyncScheduler.now()
  const stamp = { time: Math.floor(now / 1_000), timeNano: now * 1_000_000 }
  engine.tell({ ...eventJson('db', 'die', { exitCode: '3' }), ...stamp })
  const isTold = (): boolean => evolution.messages.slice(told).some(({ text }) => text.includes('*db* caiu'))
  await agent.until(isTold)
  const took = performance.now() - crashed
  // Heartbeats leave as well, and who is well is not said to be down, nor the host to have no network.
  await agent.until(() => n8n.bodies.length > heard + 2)
  const said = evolution.messages.map(({ text }) => text).join('\n')
  expect(said).not.toMatch(/\*shop\*.*(fora do ar|não responde)|sem rede/)
  return took
}

test.skipIf(!canMount || !canUnshare())(
  'six names that no server answers for and six mounts that hang hold up no message and no heartbeat',
  async () => {
    const [usual, hanging] = [await crashToMessage(false), await crashToMessage(true)]
    console.log(`crash to message: ${Math.round(usual)} ms, while names and mounts hang ${Math.round(hanging)} ms`)
  },
  180_000,
)
