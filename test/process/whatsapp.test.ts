import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createHost, setMemory } from '../support/host-folder.ts'
import { whatsApp } from './environment.ts'

const startup = 'está monitorando'

test.concurrent.each(['2.3.7', '1.8.2'])('Evolution %s: the start is told to everybody', async (version) => {
  await using evolution = await startEvolution({ version })
  const recipients = ['5511988887777', '120363041234567890@g.us']
  await using agent = startAgent({ environment: { ...whatsApp(evolution, recipients.join()), AGENT_NAME: 'vps-01' } })
  await agent.says('whatsapp: connected')
  await agent.until(() => evolution.messages.length === 2)
  expect(evolution.messages.map(({ number }) => number).toSorted()).toEqual(recipients.toSorted())
  for (const { text, linkPreview } of evolution.messages) {
    expect(text).toMatch(new RegExp(`^🟡 \\*vps-01\\*: o Vigilo \\S+ ${startup}\\n`))
    expect(text).toContain('\nRAM ')
    expect(linkPreview).toBe(false)
  }
  expect(agent.output.stdout).not.toContain(startup)
})

test.concurrent(
  'an Evolution that is down at first is told everything later: in one message, as it is then',
  async () => {
    await using evolution = await startEvolution()
    await evolution.close()
    using folder = createHost(50)
    await using agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        HOST_ROOT: join(folder.path, 'host'),
        CHECK_INTERVAL: '1',
        RAM_FOR: '0',
        KEEP_FIRING_FOR: '0',
        DOCKER_FOR: '3600',
      },
    })
    await agent.says('told: startup')
    await agent.says('cannot deliver, messages wait: connection refused')
    setMemory(folder, 99)
    await agent.says('told: firing RAM_CRITICAL host')
    setMemory(folder, 10)
    await agent.says('told: resolved RAM_CRITICAL host')
    await evolution.open()
    await agent.until(() => evolution.messages.length === 1)
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
    const [message, ...others] = evolution.messages
    expect(others).toEqual([])
    expect(message?.text).toContain('🟢 *vm*: 2 avisos atrasados')
    expect(message?.text).toContain('🟢 RAM voltou ao normal (10%). Ficou alta por ')
    expect(message?.text).toContain('O início do Vigilo não foi avisado.')
  },
)

test.concurrent('a key that is refused is said, and the messages wait', async () => {
  await using evolution = await startEvolution()
  await using agent = startAgent({ environment: whatsApp({ ...evolution, token: 'old-key' }) })
  await agent.says('❌ whatsapp: Evolution refuses the key (401): check EVOLUTION_TOKEN')
  await agent.says('whatsapp - ERROR - cannot deliver, messages wait: Evolution refuses the key (401)')
  expect(agent.output.stdout).not.toMatch(/dropped|was refused/)
})
