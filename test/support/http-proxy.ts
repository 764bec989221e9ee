import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { request } from 'node:http'

export interface HttpProxy extends AsyncDisposable {
  readonly url: string
  /** What it was asked to do, as in `CONNECT a.test:443` and `POST http://a.test/path`, and by whom. */
  readonly asked: string[]
  readonly users: (string | undefined)[]
}

/**
 * A proxy that leads everything to servers of this machine.
 *
 * @param ports   the port of 127.0.0.1 for each host that it knows; others get 502
 * @param answer  what it says to everybody instead
 */
export const startHttpProxy = async (
  ports: Readonly<Record<string, number>>,
  answer: number | null = null,
): Promise<HttpProxy> => {
  const asked: string[] = []
  const users: (string | undefined)[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`)
    users.push(incoming.headers['proxy-authorization'])
    const { hostname, pathname, search } = new URL(incoming.url ?? '')
    const port = ports[hostname]
    if (answer !== null || port === undefined) {
      outgoing.writeHead(answer ?? 502).end()
      return
    }
    const { method, headers } = incoming
    const onward = request({ port, host: '127.0.0.1', path: `${pathname}${search}`, method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.headers)
      response.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  server.on('connect', ({ url = '', headers }, socket) => {
    asked.push(`CONNECT ${url}`)
    users.push(headers['proxy-authorization'])
    const port = ports[url.split(':')[0] ?? '']
    if (answer !== null || port === undefined) {
      socket.end(`HTTP/1.1 ${answer ?? 502} no\r\n\r\n`)
      return
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://ana:s3cret@127.0.0.1:${port}/`,
    asked,
    users,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
