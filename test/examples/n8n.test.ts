import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { hour, minute, second } from '../support/samples.ts'

interface Row {
  readonly agent: string
  readonly seenAt: number
  readonly interval?: number
  readonly alertedAt?: number
  readonly silentSince?: number
}

const text = readFileSync('examples/n8n/workflow.json', 'utf8')
const workflow: unknown = JSON.parse(text)

const codeOf = (value: unknown): string => {
  const found = /"jsCode": ("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(value, null, 1))?.[1]
  const code: unknown = JSON.parse(found ?? 'null')
  if (typeof code !== 'string') throw new Error('the workflow has no code')
  return code
}

const code = codeOf(workflow)
const now = Date.UTC(2026, 2, 10, 17, 30)

/** What the workflow's code makes of the rows of its table. */
const look = (rows: readonly Row[]): readonly Row[] => {
  const settings = { missedHeartbeats: 3, timeZone: 'America/Sao_Paulo' }
  const result: unknown = runInNewContext(`(() => { ${code} })()`, {
    $: () => ({ first: () => ({ json: settings }) }),
    $input: { all: () => rows.map((json) => ({ json })) },
    Date: { now: () => now },
    DateTime: {
      fromMillis: (time: number) => ({
        setZone: (timeZone: string) => ({
          toFormat: () => new Date(time).toLocaleTimeString('pt-BR', { timeZone, timeStyle: 'short' }),
        }),
      }),
    },
  })
  const items: unknown = JSON.parse(JSON.stringify(result))
  if (!Array.isArray(items)) throw new Error('the code returns no items')
  return items.map((item: { json: Row }) => item.json)
}

/** n8n looked a minute ago, and has been awake for an hour. */
const awake: Row = { agent: '(n8n)', seenAt: now - minute, alertedAt: now - hour }
const texts = (rows: readonly Row[]): readonly string[] =>
  look(rows).flatMap((row) => ('text' in row && typeof row.text === 'string' && row.text !== '' ? [row.text] : []))

describe('who is silent', () => {
  test('three missed heartbeats are told, by the rhythm of each agent', () => {
    const rows: readonly Row[] = [
      awake,
      { agent: 'vps-01', seenAt: now - 3 * minute - second, interval: 60 },
      { agent: 'vps-02', seenAt: now - 3 * minute + second, interval: 60 },
      { agent: 'vps-03', seenAt: now - 20 * minute, interval: 600 },
      { agent: 'vps-04', seenAt: now - 26 * hour, interval: 60 },
    ]
    expect(texts(rows)).toEqual([
      '🔴 *vps-01*: sem heartbeat desde 14:26 (há 3 min). O servidor, a rede dele ou o Vigilo parou.',
      '🔴 *vps-04*: sem heartbeat desde 12:30 (há 1 d 2 h). O servidor, a rede dele ou o Vigilo parou.',
    ])
  })

  test('what was told is not told again, and is told as over once it is heard again', () => {
    const told = { agent: 'vps-01', interval: 60, alertedAt: now - 10 * minute, silentSince: now - 13 * minute }
    expect(texts([awake, { ...told, seenAt: now - 13 * minute }])).toEqual([])
    const back = look([awake, { ...told, seenAt: now - second }])
    expect(back[1]).toEqual({
      agent: 'vps-01',
      alertedAt: 0,
      silentSince: 0,
      text: '🟢 *vps-01*: voltou a enviar heartbeats. Ficou em silêncio por 13 min.',
    })
    expect(texts([awake, { agent: 'vps-01', interval: 60, alertedAt: 0, silentSince: 0, seenAt: now }])).toEqual([])
  })

  test('while n8n itself was down nobody was silent', () => {
    const silent: Row = { agent: 'vps-01', seenAt: now - hour, interval: 60 }
    const slept: Row = { agent: '(n8n)', seenAt: now - 5 * minute, alertedAt: now - day }
    expect(texts([slept, silent])).toEqual([])
    expect(look([slept, silent])[0]).toMatchObject({ agent: '(n8n)', seenAt: now, alertedAt: now })
    expect(texts([silent])).toEqual([])
    expect(texts([{ ...awake, alertedAt: now - 2 * minute }, silent])).toEqual([])
    expect(texts([{ ...awake, alertedAt: now - 3.1 * minute }, silent])).toHaveLength(1)
  })

  test('an empty table is no trouble', () => {
    expect(look([])).toHaveLength(1)
  })
})

const day = 24 * hour

test('a test is no sign of life: it goes where nothing is noted', () => {
  expect(workflow).toMatchObject({
    nodes: expect.arrayContaining([
      expect.objectContaining({
        name: 'A sign of life?',
        parameters: expect.objectContaining({
          conditions: expect.objectContaining({
            conditions: [
              expect.objectContaining({
                leftValue: '={{ $json.body.status }}',
                rightValue: 'test',
                operator: { type: 'string', operation: 'notEquals' },
              }),
            ],
          }) as unknown,
        }) as unknown,
      }),
      // It has an output, which the webhook answers with.
      expect.objectContaining({ name: 'A test is none', type: 'n8n-nodes-base.noOp' }),
    ]) as unknown,
    connections: {
      Heartbeat: { main: [[{ node: 'A sign of life?' }]] },
      'A sign of life?': { main: [[{ node: 'Table for heartbeats' }], [{ node: 'A test is none' }]] },
    },
  })
})

test('the workflow stores no execution that went well, asks for a key, and answers when the heartbeat is noted', () => {
  expect(text).toContain('"saveDataSuccessExecution": "none"')
  expect(text).toContain('"authentication": "headerAuth"')
  expect(text).toContain('"responseMode": "lastNode"')
})
