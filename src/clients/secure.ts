import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Observable } from 'rxjs'
import { codeOf, Unreached } from './unreached.ts'

/** Milliseconds until both sides must have agreed. */
const patience = 10_000

/**
 * TLS over a connection, with the certificate verified: emits it once both sides have agreed, and completes; or an `Unreached`
 * with the code of OpenSSL or of Node. From then on the connection is the reader's; unsubscribing before ends it.
 *
 * @param host  the name or address that the certificate must be of
 */
export const secure = (socket: Socket, host: string): Observable<TLSSocket> =>
  new Observable((subscriber) => {
    const secured = connectTls({ socket, host, servername: isIP(host) === 0 ? host : '', ALPNProtocols: ['http/1.1'] })
    let isOurs = true
    const fail = (code: string): void => subscriber.error(new Unreached(code))
    const onError = (error: unknown): void => fail(codeOf(error))
    const onClose = (): void => fail('ECONNRESET')
    const late = setTimeout(() => fail('ETIMEDOUT'), patience)
    secured.once('error', onError).once('close', onClose)
    secured.once('secureConnect', () => {
      isOurs = false
      secured.off('error', onError).off('close', onClose)
      subscriber.next(secured)
      subscriber.complete()
    })
    return () => {
      clearTimeout(late)
      if (isOurs) secured.on('error', () => undefined).destroy()
    }
  })
