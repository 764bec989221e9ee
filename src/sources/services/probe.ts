import { catchError, concat, map, mergeMap, of, startWith, takeLast, type Observable } from 'rxjs'
import type { Connect } from '../../clients/connect.ts'
import { secure } from '../../clients/secure.ts'
import type { Target } from '../../model/service.ts'
import { contactIn, contactOf } from './contact.ts'
import { failureOf } from './probe-failure.ts'
import { probeHttp } from './probe-http.ts'
import { lateBy, type Contact, type ContactedResult, type ProbeResult } from './probe-result.ts'

/** Probes a service once: emits the result and completes. */
export const probe = (target: Target, connect: Connect): Observable<ContactedResult> =>
  probing(target, connect).pipe(takeLast(1))

/**
 * Probes a service once, by a connection of its own: one that is kept alive would not tell whether another can be made.
 * Emits what the result is if nothing more comes, at last the result, and completes; unsubscribing ends the connection.
 * Certificates are always verified.
 */
export const probing = (target: Target, connect: Connect): Observable<ContactedResult> =>
  target.kind === 'http' ? probeHttp(target, connect) : probeSocket(target, connect)

const probeSocket = (
  { kind, host, port }: Exclude<Target, { kind: 'http' }>,
  connect: Connect,
): Observable<ContactedResult> => {
  let contact: Contact = contactOf(host)
  const found = (result: ProbeResult): ContactedResult => ({ ...result, ...contact })
  return connect({ host, port }).pipe(
    mergeMap((reach) => {
      contact = contactIn(reach)
      if (reach.socket === null) return of(lateBy(contact))
      if (kind === 'tcp') {
        reach.socket.destroy()
        return of(found({ failure: null, validUntil: null }))
      }
      return concat(
        of(lateBy(contact)),
        secure(reach.socket, host).pipe(
          map((socket) => {
            const validUntil = Date.parse(socket.getPeerCertificate().valid_to)
            socket.destroy()
            return found({ failure: null, validUntil })
          }),
        ),
      )
    }),
    startWith(lateBy(contact)),
    catchError((error: unknown) => of(found({ failure: failureOf(error), validUntil: null }))),
  )
}
