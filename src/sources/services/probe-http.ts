import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { TLSSocket } from 'node:tls'
import { Observable, of, switchMap } from 'rxjs'
import type { ProbeFailure, Target } from '../../model/service.ts'
import { failureOf } from './probe-failure.ts'
import type { ProbeResult } from './probe-result.ts'

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
 * Of all the certificates on the way, the one that expires first counts. Node's own client rather than ky: only it shows
 * the certificate of the very connection.
 */
export const probeHttp = (target: HttpTarget): Observable<ProbeResult> =>
  follow(target, target.url, { redirects: mostRedirects, validUntil: null })

interface Way {
  /** How many more are followed. */
  readonly redirects: number
  /** Of the certificates so far. */
  readonly validUntil: number | null
}

const follow = (target: HttpTarget, url: string, way: Way): Observable<ProbeResult> =>
  get(url, target.contains !== null).pipe(
    switchMap((answer): Observable<ProbeResult> => {
      if ('reason' in answer) return of({ failure: answer, validUntil: null })
      const { status } = answer
      const validUntil = earlier(way.validUntil, answer.validUntil)
      const next = redirectOf(answer, url)
      if (next === null || isWell(status, target)) return of({ failure: judge(answer, target), validUntil })
      if (way.redirects === 0) return of({ failure: { reason: 'redirects', detail: '' }, validUntil })
      return follow(target, next, { redirects: way.redirects - 1, validUntil })
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

const get = (url: string, wantsBody: boolean): Observable<Answer | ProbeFailure> =>
  new Observable((subscriber) => {
    const say = (answer: Answer | ProbeFailure): void => {
      subscriber.next(answer)
      subscriber.complete()
    }
    const request = url.startsWith('https:') ? requestHttps : requestHttp
    const sent = request(url, { agent: false, headers: { 'user-agent': 'vigilo', accept: '*/*' } }, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const end = (): void => say(answerOf(response, Buffer.concat(chunks).subarray(0, mostBytes).toString()))
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
      response.on('error', (error) => say(failureOf(error)))
    })
    sent.on('error', (error) => say(failureOf(error)))
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
