import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Observable } from 'rxjs'
import { readRequest } from './read-request.ts'
import type { Answer, Request } from './request.ts'

/** Bytes: a silence is a few hundred. */
const maxBody = 16_384

/** Milliseconds that somebody may take to ask. */
const patience = 5_000

/**
 * Hears what is asked over a Unix socket that only the agent's own user can open: HTTP, and JSON in both directions. What
 * is left of an agent before it is replaced.
 *
 * Never completes. Errs where the socket cannot be made.
 */
export const createControlServer = (path: string): Observable<Request> =>
  new Observable((subscriber) => {
    const server = createServer({ requestTimeout: patience, headersTimeout: patience }, (request, response) => {
      response.on('error', () => undefined)
      readBody(request, (body) => {
        if (body === null) {
          refuse(response, 413)
          return
        }
        const read = readRequest(request.method ?? '', request.url ?? '', body)
        if ('refused' in read) refuse(response, read.refused)
        else subscriber.next({ asked: read.asked, reply: (answer) => send(response, statusOf(answer), answer) })
      })
    })
    server.on('error', (error) => subscriber.error(error))
    // Nobody else may open it, not even for a moment: listen() makes it before it returns.
    const mask = process.umask(0o177)
    try {
      rmSync(path, { force: true })
      server.listen(path)
    } finally {
      process.umask(mask)
    }
    return () => {
      server.close()
      server.closeAllConnections()
    }
  })

/** Null where it is too long. */
const readBody = (request: IncomingMessage, then: (body: string | null) => void): void => {
  const chunks: Buffer[] = []
  let length = 0
  request.on('error', () => undefined)
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= maxBody) chunks.push(chunk)
  })
  request.on('end', () => then(length > maxBody ? null : Buffer.concat(chunks).toString('utf8')))
}

const refuse = (response: ServerResponse, status: number): void => send(response, status, { kind: 'refused' })

const send = (response: ServerResponse, status: number, body: object): void => {
  // One question a connection: nothing is left open when the agent stops.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify(body))
}

const statusOf = (answer: Answer): number => {
  if (answer.kind !== 'failed') return 200
  return answer.what === 'no such silence' ? 404 : 500
}
