import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Observable } from 'rxjs'
import type { Target } from '../../model/service.ts'
import type { ProbeResult } from './probe-result.ts'
import { failureOf } from './probe-failure.ts'
import { probeHttp } from './probe-http.ts'

/**
 * Probes a service once, by a connection of its own: one that is kept alive would not tell whether another can be made.
 * Emits the result and completes; unsubscribing ends the connection. Certificates are always verified.
 */
export const probe = (target: Target): Observable<ProbeResult> =>
  target.kind === 'http' ? probeHttp(target) : probeSocket(target)

const probeSocket = ({ kind, host, port }: Exclude<Target, { kind: 'http' }>): Observable<ProbeResult> =>
  new Observable((subscriber) => {
    const say = (result: ProbeResult): void => {
      subscriber.next(result)
      subscriber.complete()
    }
    const fail = (error: unknown): void => say({ failure: failureOf(error), validUntil: null })
    if (kind === 'tcp') {
      const socket = connectTcp({ host, port }, () => say({ failure: null, validUntil: null }))
      socket.on('error', fail)
      return () => socket.destroy()
    }
    const socket = connectTls({ host, port, servername: isAddress(host) ? '' : host }, () =>
      say({ failure: null, validUntil: Date.parse(socket.getPeerCertificate().valid_to) }),
    )
    socket.on('error', fail)
    return () => socket.destroy()
  })

/** TLS names no addresses. */
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host)
