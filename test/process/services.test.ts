import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { createFolder } from '../support/folder.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { whatsApp } from './environment.ts'

/** Nothing else is to be told. */
const calm = {
  CHANNELS: 'console',
  CHECK_INTERVAL: '1',
  LOG_LEVEL: 'debug',
  ...{ CPU_THRESHOLD: '100', RAM_THRESHOLD: '100', DISK_THRESHOLD: '100', DOCKER_FOR: '600' },
}

const listen = async (port: number): Promise<Server> => {
  const server = createServer((_, response) => response.end('all is ok'))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

test.concurrent(
  'a service that goes away and comes back is told twice, with the reason, and without its address',
  async () => {
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
    expect(evolution.messages[0]?.text).toContain('Serviços: 1 de 1 responde.')
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    await agent.until(() => told().length === 1)
    expect(told()[0]).toMatch(/\*shop\* está fora do ar: conexão recusada \(\d+ ms\)/)
    server = await listen(port)
    await agent.until(() => told().length === 2)
    expect(told()[1]).toMatch(/\*shop\* voltou a responder\. Ficou fora do ar por \d+ s\./)
    server.close()
    expect(agent.output.stdout + evolution.messages.map(({ text }) => text).join()).not.toContain('s3cr3tkey')
  },
)

test.concurrent('a certificate that expires soon is told, where the certificate itself is trusted', async () => {
  using folder = createFolder()
  const [key, cert] = [`${folder.path}/key.pem`, `${folder.path}/cert.pem`]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '5']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  })
  const server = createHttpsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    response.end(),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await using agent = startAgent({
    environment: {
      ...calm,
      NODE_EXTRA_CA_CERTS: cert,
      SERVICES: `https://localhost:${port} name=web, tls://localhost:${port} name=mail`,
    },
  })
  for (const name of ['web', 'mail']) await agent.says(`o certificado de ${name} vence em 4 dias`)
  expect(agent.output.stdout).not.toContain('está fora do ar')
  server.close()
})

test.concurrent(
  'a host without a network says that and nothing of its services; what it says when there is one again',
  async () => {
    using folder = createFolder()
    // A network namespace of its own, in which nothing is reachable until an address appears.
    const namespace = `ip link set lo up
    (while [ ! -e "$0/network" ]; do sleep 0.1; done; ip address add 192.0.2.1/32 dev lo
     exec timeout 120 "$1" -e 'require("net").createServer().listen(443, "192.0.2.1")') >/dev/null 2>&1 &
    exec "$@"`
    await using agent = startAgent({
      environment: { ...calm, KEEP_FIRING_FOR: '1', SERVICES: 'tcp://192.0.2.1:443 name=shop interval=1' },
      wrap: (command) => ['unshare', '--net', 'sh', '-c', namespace, folder.path, ...command],
    })
    await agent.says('sem rede')
    await agent.says('check #4')
    folder.write('network', '')
    await agent.says('a rede voltou')
    await agent.says('check #8')
    expect(agent.output.stdout).not.toMatch(/shop (está|continua) fora/)
  },
)

test.concurrent(
  'two services at one address that nothing reaches are down, each, and the host has a network',
  async () => {
    // A network namespace of its own, in which the way to that address is known to lead nowhere.
    const namespace = 'ip link set lo up; ip route add unreachable 198.51.100.0/24; exec "$@"'
    await using agent = startAgent({
      environment: {
        ...calm,
        SERVICES: 'tcp://198.51.100.1:443 name=shop interval=1, tcp://198.51.100.1:993 name=mail interval=1',
      },
      wrap: (command) => ['unshare', '--net', 'sh', '-c', namespace, 'sh', ...command],
    })
    for (const name of ['shop', 'mail'])
      await agent.until(() => new RegExp(`${name} (está|continua) fora`).test(agent.output.stdout))
    await agent.says('check #4')
    expect(agent.output.stdout).not.toContain('sem rede')
  },
)

test.concurrent('services at two addresses that nothing reaches are the network', async () => {
  const namespace = 'ip link set lo up; ip route add unreachable 198.51.100.0/24; exec "$@"'
  await using agent = startAgent({
    environment: {
      ...calm,
      SERVICES: 'tcp://198.51.100.1:443 name=shop interval=1, tcp://198.51.100.2:993 name=mail interval=1',
    },
    wrap: (command) => ['unshare', '--net', 'sh', '-c', namespace, 'sh', ...command],
  })
  await agent.says('sem rede')
  await agent.says('check #4')
  expect(agent.output.stdout).not.toMatch(/(shop|mail) (está|continua) fora/)
})
