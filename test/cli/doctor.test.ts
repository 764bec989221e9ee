import { expect, test } from 'vitest'
import { doctor } from '../../src/cli/doctor.ts'
import { loadConfig } from '../../src/config/load.ts'
import { lockFolder } from '../../src/sinks/outbox/lock.ts'
import { readersOf } from '../config/fake-readers.ts'
import { whatsApp, type Environment } from '../process/environment.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { startN8n } from '../support/n8n-server.ts'

const examine = async (
  env: Environment,
  { inContainer = false, clockOff = 0 } = {},
): Promise<{ readonly code: number; readonly lines: readonly string[] }> => {
  let text = ''
  const now = (): number => new Date().getTime() + clockOff
  const code = await doctor(loadConfig(env, readersOf()), '0.1.0', {
    out: (more) => (text += more),
    now,
    inContainer,
  })
  return { code, lines: text.trimEnd().split('\n') }
}

test('what is well says so, and what is not says what to do', async () => {
  await using evolution = await startEvolution()
  await using n8n = await startN8n()
  using folder = createFolder()
  lockFolder(folder.path, new Date())
  const { code, lines } = await examine({
    ...whatsApp(evolution),
    N8N_HEARTBEAT_URL: n8n.url,
    ...(n8n.token === null ? {} : { N8N_HEARTBEAT_TOKEN: n8n.token }),
    HEARTBEAT_URLS: `${evolution.url}/,${evolution.url}/nobody`,
    DATA_DIR: folder.path,
    SERVICES: `${evolution.url}/ name=evolution`,
    DISK_IGNORE: '/*',
    TZ: 'America/Sao_Paulo',
    DOCKER_HOST: `unix://${folder.path}/engine.sock`,
  })
  const said = lines.map((line) => line.replace(/\d+(\.\d+)?( [GMT]B|%)|\d\d:\d\d:\d\d/g, '#'))
  expect(said).toEqual(
    expect.arrayContaining([
      '✓ configuration: valid',
      '✓ whatsapp: connected',
      '✓ heartbeat: connected',
      '✓ ping: connected',
      '✗ ping: an address of HEARTBEAT_URLS answered 404',
      `✗ docker: no socket at ${folder.path}/engine.sock`,
      '✓ service evolution: well',
      '✓ host: CPU #, memory #',
      `✓ data folder ${folder.path}: can be written`,
      '✓ room in the data folder: #',
      '✓ outbox: none yet',
      '✓ clock: right',
      '✓ time zone: America/Sao_Paulo, where it is #',
    ]),
  )
  expect(said.some((line) => line.startsWith('✓ agent: it runs: an agent (pid '))).toBe(true)
  expect(code).toBe(1)
})

test('each mistake of the configuration is a line, without its value', async () => {
  const { code, lines } = await examine({ CPU_THRESHOLD: 'secret-value', EVOLUTION_URL: 'http://127.0.0.1' })
  expect(code).toBe(1)
  expect(lines.filter((line) => line.startsWith('✗')).length).toBeGreaterThan(1)
  expect(lines.join('\n')).not.toContain('secret-value')
})

test('what is wrong is said with what to do, and without a key', async () => {
  await using evolution = await startEvolution({ state: 'close' })
  using folder = createFolder()
  const { code, lines } = await examine(
    { ...whatsApp(evolution), DATA_DIR: folder.path, SERVICES: 'tcp://127.0.0.1:1', TZ: 'UTC' },
    { inContainer: true, clockOff: -3_600_000 },
  )
  expect(code).toBe(1)
  const text = lines.join('\n')
  expect(text).toContain(
    '✗ whatsapp: WhatsApp is disconnected: scan the QR code again in Evolution\n    → look at EVOLUTION_URL',
  )
  expect(text).toContain('! heartbeat: none is sent, so nobody notices when this server is silent\n    → set N8N')
  expect(text).toContain(
    `✗ data folder ${folder.path}: it goes when the container is replaced, with what waits\n    → `,
  )
  expect(text).toContain('✗ host: its / is not mounted, so the disks are those of the container\n    → mount it')
  expect(text).toMatch(/✗ service \S+: /)
  expect(text).toMatch(/✗ clock: 1 h behind|✗ clock: 59 min \d+ s behind/)
  expect(text).toContain('! agent: none runs with this data folder')
  expect(text).toMatch(/! time zone: UTC, where it is/)
  expect(text).not.toContain(evolution.token)
})

test('a data folder that is a file is told', async () => {
  using folder = createFolder()
  const { code, lines } = await examine({ DATA_DIR: folder.write('data', 'no folder') })
  expect(code).toBe(1)
  expect(lines.some((line) => line.startsWith(`✗ data folder ${folder.path}/data: `))).toBe(true)
})
