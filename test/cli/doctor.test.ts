import { chmodSync, copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { doctor } from '../../src/cli/doctor.ts'
import { loadConfig } from '../../src/config/load.ts'
import { readHostId } from '../../src/host-id.ts'
import { openDatabase } from '../../src/sinks/outbox/database.ts'
import { lockFolder } from '../../src/sinks/outbox/lock.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { readersOf } from '../config/fake-readers.ts'
import { whatsApp, type Environment } from '../process/environment.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { startN8n } from '../support/n8n-server.ts'
import { report } from '../support/notifications.ts'
import { sampleHostId, sampleTime } from '../support/samples.ts'

interface Circumstances {
  readonly inContainer?: boolean
  readonly clockOff?: number
  readonly language?: 'en' | 'pt-BR'
}

const examine = async (
  env: Environment,
  { inContainer = false, clockOff = 0, language = 'en' }: Circumstances = {},
): Promise<{ readonly code: number; readonly lines: readonly string[] }> => {
  let text = ''
  const now = (): number => new Date().getTime() + clockOff
  const code = await doctor(loadConfig({ MESSAGE_LANGUAGE: language, ...env }, readersOf()), '0.1.0', {
    out: (more) => (text += more),
    now,
    inContainer,
    language,
  })
  return { code, lines: text.trimEnd().split('\n') }
}

test('what is well says so, and what is not says what to do', async () => {
  await using evolution = await startEvolution()
  await using n8n = await startN8n()
  const closed = await startEvolution()
  await closed.close()
  using folder = createFolder()
  lockFolder(folder.path, new Date())
  const { code, lines } = await examine({
    ...whatsApp(evolution),
    N8N_HEARTBEAT_URL: n8n.url,
    ...(n8n.token === null ? {} : { N8N_HEARTBEAT_TOKEN: n8n.token }),
    HEARTBEAT_URLS: `${evolution.url}/ping/uuid,${closed.url}/ping/uuid`,
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
      '✓ ping: its server answers; doctor sends no ping, so that nobody takes it for a sign of life',
      '✗ ping: connection refused (ECONNREFUSED)',
      `✗ docker: no socket at ${folder.path}/engine.sock`,
      '✓ service evolution: up',
      '✓ host: CPU #, memory #',
      `✓ data folder ${folder.path}: writable`,
      '✓ free space in the data folder: #',
      '✓ outbox: none yet',
      '✓ clock: right',
      '✓ time zone: America/Sao_Paulo (now: #)',
    ]),
  )
  expect(said.some((line) => line.startsWith('✓ agent: running (pid '))).toBe(true)
  expect(evolution.requests.filter((request) => request.includes('/ping/'))).toEqual([])
  expect(code).toBe(1)
})

test('of each channel in use it says what became of the last attempt, and when, though the test finds it open', async () => {
  await using evolution = await startEvolution()
  using folder = createFolder()
  const now = new Date().getTime()
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  const store = createStore(database)
  const to = ['5511988887777', '5511977776666'].map((recipient) => ({ channel: 'whatsapp', recipient }))
  store.queue(report, [...to, { channel: 'ntfy', recipient: 'topic' }], now - 60_000)
  for (const { id } of store.waitingFor({ channel: 'whatsapp', recipient: '5511988887777' }))
    store.again(id, {
      reason: { code: 'answered', by: 'evolution', status: 500, check: null },
      nextAt: now,
      mayHaveArrived: false,
      at: now - 120_000,
    })
  for (const { id } of store.waitingFor({ channel: 'whatsapp', recipient: '5511977776666' }))
    store.sent(id, { messageId: null, done: true, at: now - 180_000 })
  database.close()
  const { code, lines } = await examine({ ...whatsApp(evolution), DATA_DIR: folder.path }, { language: 'pt-BR' })
  expect(lines).toContain('✓ whatsapp: conectado')
  expect(lines.filter((line) => line.includes('última tentativa'))).toEqual([
    '✓ última tentativa em whatsapp (…6666): entregue, há 3 min',
    '✗ última tentativa em whatsapp (…7777): falhou, nova tentativa em breve, há 2 min: a Evolution respondeu 500',
  ])
  expect(code).toBe(1)
})

test('a group of Telegram that has another number now is named, with what to set', async () => {
  using folder = createFolder()
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  createStore(database).noteMove('telegram', '-42', '-1001234567890')
  database.close()
  const telegram = { TELEGRAM_TOKEN: '1:a', TELEGRAM_CHAT: '-42:7,-43', HTTPS_PROXY: 'http://127.0.0.1:9' }
  const { lines } = await examine({ ...telegram, DATA_DIR: folder.path }, { language: 'pt-BR' })
  const at = lines.indexOf('! telegram: o grupo -42 agora é -1001234567890; as mensagens vão para lá')
  expect(lines[at + 1]).toBe('    → ponha -1001234567890 em TELEGRAM_CHAT')
  expect(lines.filter((line) => line.includes('agora é'))).toHaveLength(1)
})

test('each mistake of the configuration is a line, without its value', async () => {
  const { code, lines } = await examine({ CPU_THRESHOLD: 'secret-value', EVOLUTION_URL: 'http://127.0.0.1' })
  expect(code).toBe(1)
  expect(lines.filter((line) => line.startsWith('✗')).length).toBeGreaterThan(1)
  expect(lines.join('\n')).not.toContain('secret-value')
})

test('mistakes of the configuration, and what looks odd in it, are said in Portuguese', async () => {
  const { lines } = await examine({ CPU_THRESHOLD: '"85"', CPU_TRESHOLD: '85' }, { language: 'pt-BR' })
  expect(lines).toEqual([
    '✗ CPU_THRESHOLD está entre aspas, e elas fazem parte do valor: o docker run --env-file não as tira',
    '    → aceita: o mesmo sem as aspas',
    '! configuração: CPU_TRESHOLD não é lida pelo Vigilo: seria CPU_THRESHOLD?',
    '    → corrija, se não for de propósito',
  ])
})

test('why extensions are not loaded is said in Portuguese', async () => {
  using folder = createFolder()
  chmodSync(folder.write('open.js', 'export default () => 1'), 0o666)
  chmodSync(folder.write('value.js', 'export default 1'), 0o644)
  const { lines } = await examine({ DATA_DIR: folder.path, EXTENSIONS: folder.path }, { language: 'pt-BR' })
  const text = lines.join('\n')
  expect(text).toContain('open.js pode ser alterado por outros, e com ele o que o agente executa: use chmod go-w')
  expect(text).toContain('value.js: o export default não é uma função')
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
    '✗ whatsapp: WhatsApp is disconnected: scan the QR code again in Evolution\n    → check EVOLUTION_URL',
  )
  expect(text).toContain('! heartbeat: not configured; nobody will notice when this server stops\n    → set N8N')
  expect(text).toContain(
    `✗ data folder ${folder.path}: lost when the container is recreated, with the pending messages\n    → `,
  )
  expect(text).toContain('✗ host: its / is not mounted; the disks shown are those of the container\n    → mount it')
  expect(text).toMatch(/✗ service \S+: /)
  expect(text).toMatch(/✗ clock: 1 h behind|✗ clock: 59 min \d+ s behind/)
  expect(text).toContain('! agent: none is using this data folder')
  expect(text).toMatch(/! time zone: UTC \(now: /)
  expect(text).not.toContain(evolution.token)
})

test('what an older version left is read as far as it can be, and is left as it is', async () => {
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  copyFileSync(join(import.meta.dirname, '../fixtures/outbox/first-shape.db'), path)
  const before = readFileSync(path)
  const { lines } = await examine({ DATA_DIR: folder.path })
  const at = lines.findIndex((line) => line.includes(' outbox: '))
  expect(lines[at]).toMatch(/^! outbox: pending 13 \(.*\), refused 1; it is from an older version$/)
  expect(lines[at + 1]).toBe('    → start the agent: it converts the file')
  expect(readFileSync(path)).toEqual(before)
  expect(readHostId(folder.path)).toBe(null)
})

test('an outbox is read beside the agent that writes it; one of a newer version is not', async () => {
  using folder = createFolder()
  const database = openDatabase(join(folder.path, 'vigilo.db'), sampleHostId)
  createStore(database).accept(report, [{ channel: 'whatsapp', recipient: '5511988887777' }], sampleTime)
  const waiting = await examine({ DATA_DIR: folder.path }, { language: 'pt-BR' })
  expect(waiting.lines.find((line) => line.includes(' outbox: '))).toMatch(
    /^✓ outbox: pendentes 1 \(a mais antiga há .*\), recusadas 0$/,
  )
  database.exec('PRAGMA user_version = 1000')
  database.close()
  const { lines } = await examine({ DATA_DIR: folder.path })
  expect(lines).toContain('✗ outbox: it is from a newer version of Vigilo')
})

test('a database that is garbage is told, and is left as it is', async () => {
  using folder = createFolder()
  const path = folder.write('vigilo.db', 'garbage'.repeat(1_000))
  const { lines } = await examine({ DATA_DIR: folder.path }, { language: 'pt-BR' })
  expect(lines).toContain('✗ outbox: o arquivo está corrompido')
  expect(readFileSync(path, 'utf8')).toMatch(/^(garbage)+$/)
})

test('in Portuguese', async () => {
  await using evolution = await startEvolution({ state: 'close' })
  using folder = createFolder()
  const { lines } = await examine(
    {
      ...whatsApp(evolution),
      DATA_DIR: folder.path,
      DOCKER_HOST: `unix://${folder.path}/engine.sock`,
      SERVICES: 'tcp://127.0.0.1:1 name=api',
      DISK_IGNORE: '/*',
      TZ: 'America/Sao_Paulo',
    },
    { language: 'pt-BR' },
  )
  const said = lines.map((line) => line.replace(/\d+([.,]\d+)?( [GMT]B|%)|\d\d:\d\d:\d\d/g, '#'))
  expect(said).toEqual([
    '✓ configuração: válida',
    '✗ whatsapp: WhatsApp desconectado: leia o QR code de novo na Evolution',
    '    → confira EVOLUTION_URL, EVOLUTION_TOKEN e EVOLUTION_INSTANCE, e se a Evolution API está no ar',
    '! heartbeat: não configurado; ninguém vai perceber se este servidor parar',
    '    → configure N8N_HEARTBEAT_URL ou HEARTBEAT_URLS',
    `✗ docker: não existe socket em ${folder.path}/engine.sock`,
    '    → monte /var/run/docker.sock ou aponte DOCKER_HOST para o Docker; sem ele, só o host é monitorado',
    '✗ serviço api: conexão recusada',
    '    → veja se está rodando e confira SERVICES',
    '✓ host: CPU #, memória #',
    '✓ disco /: # em uso',
    `✓ pasta de dados ${folder.path}: aceita gravação`,
    '✓ espaço livre na pasta de dados: #',
    '✓ outbox: ainda não existe',
    '! agente: nenhum está usando esta pasta de dados',
    '    → inicie o agente',
    '✓ relógio: certo',
    '✓ fuso horário: America/Sao_Paulo (agora: #)',
  ])
})

test('a data folder that others can open is told, in either language', async () => {
  using folder = createFolder()
  chmodSync(folder.path, 0o755)
  const { lines } = await examine({ DATA_DIR: folder.path })
  expect(lines).toEqual(expect.arrayContaining([`! data folder ${folder.path}: other users can open it`]))
  const { lines: linhas } = await examine({ DATA_DIR: folder.path }, { language: 'pt-BR' })
  expect(linhas).toEqual(expect.arrayContaining([`! pasta de dados ${folder.path}: outros usuários podem abrir`]))
})

test('a data folder that is a file is told', async () => {
  using folder = createFolder()
  const { code, lines } = await examine({ DATA_DIR: folder.write('data', 'no folder') })
  expect(code).toBe(1)
  expect(lines.some((line) => line.startsWith(`✗ data folder ${folder.path}/data: `))).toBe(true)
})
