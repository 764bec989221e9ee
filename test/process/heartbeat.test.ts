import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { startN8n } from '../support/n8n-server.ts'
import { occurrences } from '../support/occurrences.ts'
import { heartbeats, whatsApp } from './environment.ts'

const keys = [
  'agent_name',
  'status',
  'timestamp',
  'stats',
  'consecutive_failures',
  'total_sent',
  'total_failed',
  'checks',
  'version',
  'interval_seconds',
  'alerts_firing',
  'silences',
  'outbox',
  'channels',
]

test.concurrent('n8n hears the connection test, the start, signs of life, alerts and the end', async () => {
  await using n8n = await startN8n()
  await using agent = startAgent({
    environment: {
      ...heartbeats(n8n),
      AGENT_NAME: 'vps-01',
      CHECK_INTERVAL: '1',
      RAM_THRESHOLD: '1',
      RAM_FOR: '0',
      DOCKER_FOR: '3600',
    },
  })
  const alive = () => n8n.bodies.filter((body) => body.status === 'alive' && !('event_type' in body))
  const event = (type: string) => n8n.bodies.find((body) => body.event_type === type)
  await agent.until(() => alive().length === 3 && event('alerts_generated') !== undefined)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)

  expect(n8n.bodies[0]).toMatchObject({ status: 'test', checks: 0 })
  expect(event('startup')).toMatchObject({ status: 'alive', event_data: {} })
  expect(event('alerts_generated')?.event_data).toEqual({ count: 1, types: ['RAM_CRITICAL'] })
  expect(n8n.bodies.at(-1)).toMatchObject({ event_type: 'shutdown', total_failed: 0 })
  const [first, ...further] = alive()
  expect(Object.keys(first ?? {})).toEqual(keys)
  expect(first).toMatchObject({
    agent_name: 'vps-01',
    checks: 1,
    stats: {
      cpu_percent: expect.any(Number) as unknown,
      ram_percent: expect.any(Number) as unknown,
      disk_percent: expect.any(Number) as unknown,
      uptime_seconds: expect.any(Number) as unknown,
    },
  })
  for (const body of further) expect(Object.keys(body)).toEqual(keys)
})

test.concurrent('an n8n that is dead for the whole run harms nothing else', async () => {
  await using evolution = await startEvolution()
  await using n8n = await startN8n()
  await n8n.close()
  await using agent = startAgent({
    environment: { ...whatsApp(evolution), ...heartbeats(n8n), CHECK_INTERVAL: '1', LOG_LEVEL: 'debug' },
  })
  await agent.says('check #4')
  await agent.until(() => evolution.messages.length === 1)
  agent.signal('SIGINT')
  expect(await agent.end()).toBe(0)
  expect(occurrences(agent.output.stdout, 'heartbeats fail: connection refused')).toBe(1)
})

test.concurrent('an n8n that comes back hears how many signs of life were lost', async () => {
  await using n8n = await startN8n({ active: false })
  await using agent = startAgent({ environment: heartbeats(n8n) })
  await agent.says('heartbeats fail: no such webhook (404)')
  n8n.active = true
  await agent.says('heartbeats are accepted again')
  await agent.until(() => n8n.bodies.some((body) => Number(body.total_failed) > 0))
})
