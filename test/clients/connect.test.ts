import { once } from 'node:events'
import { createServer, Socket, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { lastValueFrom, map, of, throwError, toArray } from 'rxjs'
import { afterAll, expect, test } from 'vitest'
import { createConnect } from '../../src/clients/connect.ts'
import { NameError, type LookUp } from '../../src/clients/names/names.ts'
import { codeOf } from '../../src/clients/unreached.ts'

const cleanUp = new AsyncDisposableStack()
afterAll(() => cleanUp.disposeAsync())

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const listen = async (host: string, port = 0): Promise<Server> => {
  const server = createServer((socket) => socket.destroy()).listen(port, host)
  await once(server, 'listening')
  cleanUp.defer(() => void server.close())
  return server
}

const named =
  (...addresses: readonly string[]): LookUp =>
  () =>
    of(addresses)

/** Begins connections to some addresses so many milliseconds late, as where a SYN was lost; null: never. */
const late =
  (delays: Readonly<Record<string, number | null>>) =>
  (host: string, port: number): Socket => {
    const delay = delays[host]
    const socket = new Socket()
    if (delay === undefined) return socket.connect(port, host)
    if (delay !== null) void sleep(delay).then(() => socket.connect(port, host))
    return socket
  }

/** The address of whoever was reached, or the code of why nobody was. */
const reached = async (lookUp: LookUp, port: number, delays: Parameters<typeof late>[0] = {}): Promise<string> => {
  const steps$ = createConnect(
    lookUp,
    late(delays),
  )({ host: 'host.test', port }).pipe(
    map(({ socket }) => {
      const address = socket?.remoteAddress ?? null
      socket?.destroy()
      return address
    }),
    toArray(),
  )
  return lastValueFrom(steps$, { defaultValue: [] }).then(
    (steps) => String(steps.at(-1)),
    (error: unknown) => codeOf(error),
  )
}

test('says the addresses, and then who was reached', async () => {
  const port = portOf(await listen('127.0.0.1'))
  const steps = await lastValueFrom(createConnect(named('127.0.0.1'))({ host: 'host.test', port }).pipe(toArray()), {
    defaultValue: [],
  })
  expect(steps.map(({ addresses, socket }) => [addresses, socket !== null])).toEqual([
    [['127.0.0.1'], false],
    [['127.0.0.1'], true],
  ])
  for (const { socket } of steps) socket?.destroy()
})

test('an address that refuses is followed by the next', async () => {
  const port = portOf(await listen('127.0.0.3'))
  expect(await reached(named('127.0.0.1', '127.0.0.2', '127.0.0.3'), port)).toBe('127.0.0.3')
})

test('a dead address is joined by the next', async () => {
  const port = portOf(await listen('127.0.0.2'))
  expect(await reached(named('127.0.0.1', '127.0.0.2'), port, { '127.0.0.1': null })).toBe('127.0.0.2')
})

test.each([[['127.0.0.1']], [['127.0.0.1', '127.0.0.9']], [['127.0.0.1', '::1']]])(
  'a slow address is not given up, though those beside it refuse: %j',
  async (addresses) => {
    const port = portOf(await listen('127.0.0.1'))
    expect(await reached(named(...addresses), port, { '127.0.0.1': 1_200 })).toBe('127.0.0.1')
  },
)

test('of several reasons, the one that says most', async () => {
  const server = await listen('127.0.0.1')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  expect(await reached(named('127.0.0.1', '100::1'), port)).toBe('ECONNREFUSED')
})

test('a name that is not found reaches nobody', async () => {
  expect(await reached(() => throwError(() => new NameError('ENOTFOUND')), 1)).toBe('ENOTFOUND')
})
