import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { defaultHost, dockerAt, testImage } from '../../support/docker-engine.ts'

export interface Gateway extends Disposable {
  /** The server's address as containers see it. */
  readonly url: string
}

/** Lets containers reach a server of 127.0.0.1 under `host.docker.internal`, where compose.yaml says host-gateway. */
export const openGateway = async (url: string): Promise<Gateway> => {
  const address = await hostGateway()
  const { port, hostname } = new URL(url)
  const server = createServer((socket) => {
    const inner = connect(Number(port), hostname)
    socket.pipe(inner).pipe(socket)
    socket.on('error', () => inner.destroy())
    inner.on('error', () => socket.destroy())
  }).listen(0, address)
  await once(server, 'listening')
  const bound = server.address()
  const outer = new URL(url)
  outer.hostname = 'host.docker.internal'
  outer.port = String(bound !== null && typeof bound === 'object' ? bound.port : 0)
  return {
    url: outer.href,
    [Symbol.dispose]: () => void server.close(),
  }
}

/** The address that host-gateway stands for: only a container is told. */
const hostGateway = async (): Promise<string> => {
  const options = ['--rm', '--add-host=host.docker.internal:host-gateway', testImage]
  const hosts = await dockerAt(defaultHost)('run', ...options, 'cat', '/etc/hosts')
  const [, address] = /^(\S+)\s+host\.docker\.internal$/m.exec(hosts) ?? []
  if (address === undefined) throw new Error('the engine knows no host-gateway')
  return address
}
