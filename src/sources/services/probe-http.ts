import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { catchError, concat, map, mergeMap, Observable, of, startWith, switchMap } from 'rxjs'
import type { Connect } from '../../clients/connect.ts'
import { secure } from '../../clients/secure.ts'
import type { ProbeFailure, Target } from '../../model/service.ts'
import { contactIn, contactOf } from './contact.ts'
import { failureOf } from './probe-failure.ts'
import { lateBy, noContact, type Contact, type ContactedResult, type ProbeResult } from './probe-result.ts'

const mostRedirects = 5
const mostBytes = 64 * 1024

type HttpTarget = Extract<Target, { kind: 'http' }>

interface Answer {
  readonly status: number
  readonly location: string | null
  /** As far as it was read. */
  readonly body: string
  readonly validUntil: number | null
}

/**
 * Gets the address, follows at most five redirects over HTTP and HTTPS, and looks at the status and at 64 KB of the body.
 * Of all the certificates on the way, the one that expires first counts, and of all whom it reached, the last to whom a
 * connection was made. Node's own client rather than ky: only it shows the certificate of the very connection.
 *
 * Emits what the result is if nothing more comes, at last the result, and completes.
 */
export const probeHttp = (target: HttpTarget, connect: Connect): Observable<ContactedResult> =>
  follow(target, connect, target.url, { redirects: mostRedirects, validUntil: null, contact: noContact })

interface Way {
  /** How many more are followed. */
  readonly redirects: number
  /** Of the certificates so far. */
  readonly validUntil: number | null
  /** Who was reached so far. */
  readonly contact: Contact
}

const follow = (target: HttpTarget, connect: Connect, url: string, way: Way): Observable<ContactedResult> =>
  get(url, connect, target.contains !== null).pipe(
    switchMap(({ answer, ...reached }): Observable<ContactedResult> => {
      const contact = reached.isConnected || !way.contact.isConnected ? reached : way.contact
      const result = (found: ProbeResult): Observable<ContactedResult> => of({ ...found, ...contact })
      if (answer === null) return of(lateBy(contact))
      if ('reason' in answer) return result({ failure: answer, validUntil: null })
      const { status } = answer
      const validUntil = earlier(way.validUntil, answer.validUntil)
      const next = redirectOf(answer, url)
      if (next === null || isWell(status, target)) return result({ failure: judge(answer, target), validUntil })
      if (way.redirects === 0) return result({ failure: { reason: 'redirects', detail: '' }, validUntil })
      return follow(target, connect, next, { redirects: way.redirects - 1, validUntil, contact })
    }),
  )

/** Where it sends us; null where it does not, or elsewhere than over HTTP. */
const redirectOf = ({ status, location }: Answer, from: string): string | null => {
  const url = location === null || status < 300 || status > 399 ? null : URL.parse(location, from)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

const isWell = (status: number, { status: [from, to] }: HttpTarget): boolean => status >= from && status <= to

const judge = ({ status, body }: Answer, target: HttpTarget): ProbeFailure | null => {
  if (!isWell(status, target)) return { reason: 'status', detail: String(status) }
  return target.contains !== null && !body.includes(target.contains) ? { reason: 'text', detail: '' } : null
}

/** Null while there is none yet. */
type Got = Contact & { readonly answer: Answer | ProbeFailure | null }

const get = (url: string, connect: Connect, wantsBody: boolean): Observable<Got> => {
  const { hostname, port, protocol } = new URL(url)
  const isSecure = protocol === 'https:'
  let contact = contactOf(hostname)
  const got = (answer: Got['answer']): Got => ({ ...contact, answer })
  return connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port) || (isSecure ? 443 : 80) }).pipe(
    mergeMap((reach): Observable<Got> => {
      contact = contactIn(reach)
      if (reach.socket === null) return of(got(null))
      const socket$: Observable<Socket> = isSecure
        ? secure(reach.socket, hostname.replaceAll(/[[\]]/g, ''))
        : of(reach.socket)
      return concat(
        of(got(null)),
        socket$.pipe(
          mergeMap((socket) => ask(url, socket, wantsBody)),
          map(got),
        ),
      )
    }),
    startWith(got(null)),
    catchError((error: unknown) => of(got(failureOf(error)))),
  )
}

/** Over a connection that is there: emits the answer or an error and completes; unsubscribing ends the connection. */
const ask = (url: string, socket: Socket, wantsBody: boolean): Observable<Answer> =>
  new Observable((subscriber) => {
    const { username, password, host, pathname, search } = new URL(url)
    const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
    const authorization = username === '' && password === '' ? {} : { authorization: `Basic ${user}` }
    const headers = { host, 'user-agent': 'vigilo', accept: '*/*', connection: 'close', ...authorization }
    const sent = request({ createConnection: () => socket, path: `${pathname}${search}`, headers }, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const end = (): void => {
        subscriber.next(answerOf(response, Buffer.concat(chunks).subarray(0, mostBytes).toString()))
        subscriber.complete()
      }
      if (!wantsBody) {
        end()
        return
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= mostBytes) end()
      })
      response.on('end', end)
      response.on('error', (error) => subscriber.error(error))
    })
    sent.on('error', (error) => subscriber.error(error))
    sent.end()
    return () => sent.destroy()
  })

const answerOf = (response: IncomingMessage, body: string): Answer => {
  const { statusCode = 0, headers, socket } = response
  const validUntil = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : NaN
  return {
    status: statusCode,
    location: headers.location ?? null,
    body,
    validUntil: Number.isNaN(validUntil) ? null : validUntil,
  }
}
