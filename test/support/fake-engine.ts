import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DetailsJson } from '../../src/sources/containers/details.ts'
import type { ListedJson } from '../../src/sources/containers/listing.ts'

type Answer = object | 'hang' | 404 | 500

/** Answers to an engine's questions, which a test may change at any time. */
export interface Answers {
  events: 'listen' | 'hang' | 500
  list: () => Answer
  inspect: (id: string) => Answer
  stats: (id: string) => Answer
}

/** The little of a Docker engine that is needed to do to a client what a real one does only on a bad day. */
export interface FakeEngine {
  /** `unix:///…` */
  readonly host: string
  readonly answers: Answers
  /** The paths that were asked for, in order, without their queries. */
  readonly asked: readonly string[]
  /** How many questions are waiting for their answers. */
  readonly open: ReadonlySet<ServerResponse>
  readonly tell: (event: object) => void
  /** Answers what hangs. */
  readonly release: () => void
  readonly cutEvents: (how: 'reset' | 'end') => void
  readonly close: () => Promise<void>
}

export const createFakeEngine = async (): Promise<FakeEngine> => {
  const directory = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  const socket = join(directory, 'engine.sock')
  const listeners = new Set<ServerResponse>()
  const open = new Set<ServerResponse>()
  const hanging: (() => void)[] = []
  const asked: string[] = []
  const answers: Answers = { events: 'listen', list: () => [], inspect: () => 404, stats: () => 404 }

  const send = (response: ServerResponse, answer: () => Answer) => {
    const now = answer()
    if (now === 'hang') hanging.push(() => send(response, answer))
    else if (typeof now === 'number') response.writeHead(now).end('{"message":"as asked for"}')
    else response.end(JSON.stringify(now))
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '')
    asked.push(path)
    open.add(response)
    response.on('close', () => open.delete(response))
    const [, id = '', question] = /^\/containers\/([^/]+)\/(json|stats)$/.exec(path) ?? []
    if (path === '/_ping') response.end('OK')
    else if (path === '/containers/json') send(response, () => answers.list())
    else if (question === 'json') send(response, () => answers.inspect(id))
    else if (question === 'stats') send(response, () => answers.stats(id))
    else if (answers.events === 500) response.writeHead(500).end('{}')
    else if (answers.events === 'listen') {
      response.flushHeaders()
      listeners.add(response)
    }
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))

  return {
    host: `unix://${socket}`,
    answers,
    asked,
    open,
    tell: (event) => {
      for (const listener of listeners) listener.write(`${JSON.stringify(event)}\n`)
    },
    release: () => {
      for (const answer of hanging.splice(0)) answer()
    },
    cutEvents: (how) => {
      for (const listener of listeners) {
        if (how === 'end') listener.end()
        else listener.socket?.destroy()
      }
      listeners.clear()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(directory, { recursive: true })
    },
  }
}

export const listedJson = (id: string, given: Partial<ListedJson> = {}): ListedJson => ({
  Id: id,
  Names: [`/${id}`],
  Image: 'i',
  State: 'running',
  Status: 'Up 2 hours',
  Labels: {},
  ...given,
})

export const detailsJson = (id: string, state: Partial<DetailsJson['State']> = {}): DetailsJson => ({
  Id: id,
  Name: `/${id}`,
  RestartCount: 0,
  State: {
    Status: 'running',
    Pid: 4_000_000,
    ExitCode: 0,
    OOMKilled: false,
    StartedAt: '2026-11-23T21:39:17Z',
    FinishedAt: '0001-01-01T00:00:00Z',
    ...state,
  },
  Config: { Image: 'i', Labels: {} },
  HostConfig: { Memory: 0 },
})

export const eventJson = (id: string, Action: string, attributes: object = {}): object => ({
  Type: 'container',
  Action,
  Actor: { ID: id, Attributes: { name: id, image: 'i', ...attributes } },
  time: 1795469956,
})
