import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { whatsApp } from './environment.ts'

const startup = 'começou a vigiar'

test.concurrent.each(['2.3.7', '1.8.2'])('Evolution %s: the start is told to everybody', async (version) => {
  await using evolution = await startEvolution({ version })
  const recipients = ['5511988887777', '120363041234567890@g.us']
  await using agent = startAgent({ environment: { ...whatsApp(evolution, recipients.join()), AGENT_NAME: 'vps-01' } })
  await agent.says('whatsapp: connected')
  await agent.until(() => evolution.messages.length === 2)
  expect(evolution.messages.map(({ number }) => number).toSorted()).toEqual(recipients.toSorted())
  for (const { text, linkPreview } of evolution.messages) {
    expect(text).toMatch(new RegExp(`^🟡 \\*vps-01\\*: Vigilo \\S+ ${startup}\\n`))
    expect(text).toContain('\nRAM ')
    expect(linkPreview).toBe(false)
  }
  expect(agent.output.stdout).not.toContain(startup)
})

/** The memory of a host, of which only so much is available. */
const memory = (available: number): string => `MemTotal: 1000 kB\nMemFree: 0 kB\nMemAvailable: ${available} kB\n`

test.concurrent('an Evolution that is down at first is told everything later: in order, and once', async () => {
  await using evolution = await startEvolution()
  await evolution.close()
  using root = createFolder()
  root.copy(join(import.meta.dirname, '../fixtures/host/recorded/before'))
  root.write('proc/meminfo', memory(10))
  await using agent = startAgent({
    environment: {
      ...whatsApp(evolution),
      HOST_ROOT: root.path,
      CHECK_INTERVAL: '1',
      RAM_FOR: '0',
      KEEP_FIRING_FOR: '0',
      DOCKER_FOR: '3600',
    },
  })
  await agent.says('cannot deliver, messages wait: the connection was refused')
  await agent.says('firing: RAM_CRITICAL host')
  root.write('proc/meminfo', memory(900))
  await agent.says('resolved: RAM_CRITICAL host')
  await evolution.open()
  await agent.until(() => evolution.messages.length === 3)
  agent.signal('SIGTERM')
  expect(await agent.end()).toBe(0)

  const kinds = evolution.messages.map(({ text }) =>
    [startup, 'RAM em 99%', '🟢'].find((words) => text.includes(words)),
  )
  expect(kinds.toSorted()).toEqual(['RAM em 99%', startup, '🟢'].toSorted())
  expect(kinds.indexOf('RAM em 99%')).toBeLessThan(kinds.indexOf('🟢'))
})

test.concurrent('a key that is refused is said, and the messages wait', async () => {
  await using evolution = await startEvolution()
  await using agent = startAgent({ environment: whatsApp({ ...evolution, token: 'old-key' }) })
  await agent.says('❌ whatsapp: Evolution refuses the key (401): check EVOLUTION_TOKEN')
  await agent.says('whatsapp - ERROR - cannot deliver, messages wait: Evolution refuses the key (401)')
  expect(agent.output.stdout).not.toMatch(/dropped|was refused/)
})
