import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** What goes wrong with every request while it is set. */
export type Fault =
  /** No answer ever. */
  | 'hang'
  /** The connection is reset before the request is looked at. */
  | 'reset'
  /** The request is handled, and the connection is reset before the answer. */
  | 'lost-answer'
  /** The answer's head comes, half of its body, and then a reset. */
  | 'reset-mid-answer'
  /** The answer's head comes, half of its body, and then nothing. */
  | 'hang-mid-answer'
  /** The request is handled, and answered late. */
  | { readonly delay: number }
  /** This answer, whatever was asked. */
  | Reply

export interface Reply {
  readonly status: number
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface IncomingRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Faulty {
  fault: Fault | null
}

export interface FaultyServer extends AsyncDisposable {
  readonly url: string
  /** Listens again on the port that it had. */
  readonly open: () => Promise<void>
  /** Ends every connection; what was set and recorded stays. */
  readonly close: () => Promise<void>
}

/** A server on 127.0.0.1 that answers by `handle`, or as the fault that is set has it. */
export const startFaultyServer = async (
  faulty: Faulty,
  handle: (request: IncomingRequest) => Reply,
): Promise<FaultyServer> => {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { fault } = faulty
    const { method = '', url: path = '', headers, socket } = incoming
    const body = await text(incoming).catch(() => null)
    if (body === null || fault === 'hang') return
    if (fault === 'reset') {
      socket.resetAndDestroy()
      return
    }
    const reply = isReply(fault) ? fault : handle({ method, path, headers, body })
    if (fault === null || isReply(fault)) write(outgoing, reply)
    else if (fault === 'lost-answer') socket.resetAndDestroy()
    else if (fault === 'reset-mid-answer') writeHalf(outgoing, reply, () => socket.resetAndDestroy())
    else if (fault === 'hang-mid-answer') writeHalf(outgoing, reply, () => undefined)
    else setTimeout(() => write(outgoing, reply), fault.delay).unref()
  }
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, open: () => listen(port), close, [Symbol.asyncDispose]: close }
}

const isReply = (fault: Fault | null): fault is Reply =>
  fault !== null && typeof fault === 'object' && 'status' in fault

const write = (outgoing: ServerResponse, { status, body, headers }: Reply): void => {
  if (outgoing.destroyed) return
  outgoing.writeHead(status, { 'content-type': contentType(body), ...headers }).end(bodyText(body))
}

const writeHalf = (outgoing: ServerResponse, { status, body }: Reply, then: () => void): void => {
  const whole = bodyText(body)
  outgoing.writeHead(status, { 'content-type': contentType(body), 'content-length': String(whole.length) })
  outgoing.write(whole.slice(0, whole.length / 2), () => then())
}

const contentType = (body: unknown): string => (typeof body === 'string' ? 'text/html' : 'application/json')

const bodyText = (body: unknown): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
