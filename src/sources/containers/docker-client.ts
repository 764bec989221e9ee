import { Agent } from 'node:http'
import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import Docker from 'dockerode'
import type { Connect } from '../../clients/connect.ts'
import { isAllowed } from './allowed-paths.ts'

export interface DockerClient {
  readonly docker: Docker
  /** GETs a path and gives its answer unread. */
  readonly open: (path: string, query: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<Readable>
}

/**
 * A dockerode that can only GET, and only the paths of `allowedPaths`: anything else fails before it leaves.
 *
 * @param host     `unix:///path` or `tcp://host:port`
 * @param connect  how a host is reached
 */
export const createDockerClient = (host: string, connect: Connect): DockerClient => {
  const options = { ...addressOf(host), protocol: 'http', agent: createAgent(connect) } as const
  const docker = new Docker(options)
  const modem: unknown = docker.modem
  if (!isModem(modem)) throw new Error('this version of dockerode is not supported')
  const dial = modem.dial.bind(modem)
  modem.dial = (request, callback) => {
    if (isAllowed(request.method, request.path)) dial(request, callback)
    else callback(new Error(`not allowed: ${request.method} ${request.path}`), null)
  }
  return {
    docker,
    open: (path, query, signal) =>
      new Promise((resolve, reject) => {
        const request = { method: 'GET', path: `${path}?`, options: query, isStream: true, statusCodes: { 200: true } }
        modem.dial({ ...request, abortSignal: signal }, (error, answer) => {
          if (answer instanceof Readable) resolve(answer)
          else reject(error ?? new Error('no answer'))
        })
      }),
  }
}

/** What is used of docker-modem, which dockerode's types leave open. */
interface Modem {
  dial: (
    request: { readonly method: string; readonly path: string } & Readonly<Record<string, unknown>>,
    callback: (error: Error | null, answer: unknown) => void,
  ) => void
}

const isModem = (value: unknown): value is Modem =>
  typeof value === 'object' && value !== null && 'dial' in value && typeof value.dial === 'function'

/** A socket for each request: the stream of events holds its own, and none is used again while a proxy closes it. */
const createAgent = (connect: Connect): Agent => {
  const agent = new Agent({ keepAlive: false })
  const openSocket = agent.createConnection.bind(agent)
  const createConnection: Agent['createConnection'] = (options, callback) => {
    if (typeof options.socketPath === 'string') return openSocket(options, callback)
    connect({ host: options.host ?? 'localhost', port: Number(options.port) }).subscribe({
      next: ({ socket }) => {
        if (socket !== null) callback?.(null, socket)
      },
      error: (error: unknown) => callback?.(error instanceof Error ? error : new Error('no connection'), new Socket()),
    })
    return null
  }
  // docker-modem writes each request out for a debug log that nobody reads, all sockets of the agent included.
  return Object.assign(agent, { createConnection, [inspect.custom]: () => 'Agent' })
}

/** Names every part of the address: what is left out, dockerode takes from the environment. */
const addressOf = (host: string) => {
  if (host.startsWith('unix://')) return { host: undefined, socketPath: host.slice('unix://'.length) }
  const { hostname, port } = new URL(host.replace(/^tcp:/, 'http:'))
  return { host: `http://${hostname}`, port: port || 80, socketPath: undefined }
}
