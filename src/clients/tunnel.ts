import type { Socket } from 'node:net'
import { Observable } from 'rxjs'
import { codeOf, Unreached } from './unreached.ts'

/** Milliseconds until a proxy must have answered: it looks the name up and connects meanwhile. */
const patience = 10_000
/** Bytes. */
const longestAnswer = 16_384

/**
 * Has a proxy lead a connection to it on to somebody else (RFC 9110, section 9.3.6): emits the connection, and completes; or an
 * `Unreached` whose code is `PROXY_` and the status that the proxy answered. Unsubscribing before ends the connection.
 *
 * @param authority      whom, as in `example.com:443`
 * @param authorization  what the proxy is told of who asks; null: nothing
 */
export const tunnel = (socket: Socket, authority: string, authorization: string | null): Observable<Socket> =>
  new Observable((subscriber) => {
    let isOurs = true
    let read = ''
    const fail = (code: string): void => subscriber.error(new Unreached(code))
    const onData = (chunk: Buffer): void => {
      read += chunk.toString('latin1')
      const end = read.indexOf('\r\n\r\n')
      if (end < 0) {
        if (read.length > longestAnswer) fail('PROXY_0')
        return
      }
      const status = /^HTTP\/1\.\d (\d{3})/.exec(read)?.[1] ?? '0'
      if (!status.startsWith('2')) {
        fail(`PROXY_${status}`)
        return
      }
      isOurs = false
      stopListening()
      subscriber.next(socket)
      subscriber.complete()
    }
    const onError = (error: unknown): void => fail(codeOf(error))
    const onClose = (): void => fail('ECONNRESET')
    const late = setTimeout(() => fail('ETIMEDOUT'), patience)
    const stopListening = (): void => {
      clearTimeout(late)
      socket.off('data', onData).off('error', onError).off('close', onClose)
    }
    socket.on('data', onData).on('error', onError).on('close', onClose)
    const own = authorization === null ? '' : `proxy-authorization: ${authorization}\r\n`
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${own}\r\n`)
    return () => {
      stopListening()
      if (isOurs) socket.on('error', () => undefined).destroy()
    }
  })
