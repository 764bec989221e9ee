import { connect as connectTcp, isIPv6, type Socket } from 'node:net'
import { Observable, Subscription, timer, type Subscriber } from 'rxjs'
import type { LookUp } from './names/names.ts'
import { codeOf, strongest, Unreached } from './unreached.ts'

export interface Endpoint {
  /** A name or an address. */
  readonly host: string
  readonly port: number
}

/** How far a connection has come. */
export interface Reach {
  /** Those of the name, in the order in which they are tried. */
  readonly addresses: readonly string[]
  /** Null until there is a connection: then it is the reader's, who ends it. */
  readonly socket: Socket | null
}

/**
 * Connects: emits what the name has for addresses, then the connection, and completes; or an `Unreached` or `NameError`.
 * Unsubscribing before there is a connection gives up.
 */
export type Connect = (endpoint: Endpoint) => Observable<Reach>

type Open = (address: string, port: number) => Socket

/** Milliseconds. */
const patience = {
  /** Until the next address is tried beside those before it (RFC 8305, section 5). */
  attempt: 250,
  /** For all of them, once the name is known: a lost SYN is sent again after 1, 3 and 7 s. */
  whole: 10_000,
} as const

/**
 * Connects to whichever address of a name answers first ("happy eyeballs", RFC 8305): one that does not answer soon is not
 * given up but joined by the next, so that neither a slow address nor a dead one is the end of it.
 *
 * @param lookUp  finds the addresses of a name
 * @param open    begins a connection to an address
 */
export const createConnect =
  (lookUp: LookUp, open: Open = (host, port) => connectTcp({ host, port })): Connect =>
  ({ host, port }) =>
    new Observable((subscriber) => {
      const looking = lookUp(host).subscribe({
        next: (found) => {
          const addresses = inTurns(found)
          subscriber.next({ addresses, socket: null })
          subscriber.add(race(addresses, (address) => open(address, port), subscriber))
        },
        error: (error: unknown) => subscriber.error(error),
      })
      subscriber.add(looking)
    })

/** IPv4 first, where a server is most likely to be reached, and then one of each family after the other. */
const inTurns = (addresses: readonly string[]): readonly string[] => {
  const [six, four] = [addresses.filter(isIPv6), addresses.filter((address) => !isIPv6(address))]
  return Array.from({ length: Math.max(six.length, four.length) }).flatMap((_, index) =>
    [four[index], six[index]].filter((address) => address !== undefined),
  )
}

const race = (
  addresses: readonly string[],
  open: (address: string) => Socket,
  subscriber: Subscriber<Reach>,
): Subscription => {
  const waiting = [...addresses]
  const attempts = new Map<Socket, () => void>()
  const codes: string[] = []
  let nextSoon = new Subscription()

  const after = (time: number, action: () => void): Subscription =>
    timer(time).subscribe({ next: action, error: (error: unknown) => subscriber.error(error) })
  const win = (socket: Socket): void => {
    end.unsubscribe()
    subscriber.next({ addresses, socket })
    subscriber.complete()
  }
  const lose = (): void => {
    end.unsubscribe()
    subscriber.error(new Unreached(strongest(codes)))
  }
  const tryNext = (): void => {
    nextSoon.unsubscribe()
    const address = waiting.shift()
    if (address !== undefined) attempt(address)
    else if (attempts.size === 0) lose()
    if (waiting.length > 0) nextSoon = after(patience.attempt, tryNext)
  }
  const attempt = (address: string): void => {
    const socket = open(address)
    const forget = (): void => {
      attempts.delete(socket)
      socket.off('connect', onConnect).off('error', onError)
    }
    const onConnect = (): void => {
      forget()
      win(socket)
    }
    const onError = (error: unknown): void => {
      forget()
      codes.push(codeOf(error))
      tryNext()
    }
    attempts.set(socket, () => {
      forget()
      // What it has to say is of no account any more.
      socket.on('error', () => undefined).destroy()
    })
    socket.on('connect', onConnect).on('error', onError)
  }
  const end = new Subscription(() => {
    nextSoon.unsubscribe()
    for (const giveUp of attempts.values()) giveUp()
  })
  end.add(
    after(patience.whole, () => {
      codes.push('ETIMEDOUT')
      lose()
    }),
  )
  tryNext()
  return end
}
