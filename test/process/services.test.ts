import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { whatsApp } from './environment.ts'

const listen = async (port: number): Promise<Server> => {
  const server = createServer((_, response) => response.end('all is ok'))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

test('a service that goes away and comes back is told twice, with the reason, and without its address', async () => {
  let server = await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await using evolution = await startEvolution()
  await using agent = startAgent({
    environment: {
      ...whatsApp(evolution),
      SERVICES: `http://127.0.0.1:${port}/health?key=s3cr3tkey name=shop interval=1 contains=ok`,
      ...{ CPU_THRESHOLD: '100', RAM_THRESHOLD: '100', DISK_THRESHOLD: '100', DOCKER_FOR: '600' },
    },
  })
  const told = (): readonly string[] =>
    evolution.messages.flatMap(({ text }) => text.split('\n')).filter((line) => line.includes('*shop*'))

  await agent.until(() => evolution.messages.length === 1)
  expect(evolution.messages[0]?.text).toContain('Serviços: 1 de 1 respondem.')
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  await agent.until(() => told().length === 1)
  expect(told()[0]).toMatch(/\*shop\* está fora: conexão recusada \(\d+ ms\)/)
  server = await listen(port)
  await agent.until(() => told().length === 2)
  expect(told()[1]).toMatch(/\*shop\* voltou a responder\. Ficou fora por \d+ s\./)
  server.close()
  expect(agent.output.stdout + evolution.messages.map(({ text }) => text).join()).not.toContain('s3cr3tkey')
})
