import { Resolver } from 'node:dns'
import { isIP, isIPv6 } from 'node:net'
import { hostname } from 'node:os'
import { combineLatest, concatMap, defer, EMPTY, from, map, Observable, of, startWith, switchMap, take } from 'rxjs'
import { takeWhile, throwError, timeout, timer, toArray } from 'rxjs'
import { parseHosts } from './hosts-file.ts'
import { reread } from './reread.ts'
import { candidatesOf, parseResolverConfiguration } from './resolver-configuration.ts'

/** Finds the addresses of a host: emits them once, at least one, or a `NameError`, and completes. */
export type LookUp = (host: string) => Observable<readonly string[]>

/** A name that has no address, or of which no name server says whether it has. */
export class NameError extends Error {
  readonly code: 'ENOTFOUND' | 'EAI_AGAIN'
  constructor(code: NameError['code']) {
    super(code === 'ENOTFOUND' ? 'the name has no address' : 'no name server answers')
    this.code = code
  }
}

/** How the names of hosts are looked up; times in milliseconds. */
const patience = {
  /** One name, however many servers and search domains there are. */
  whole: 4_000,
  /** One question to one server, the first time; each further one takes twice as long. */
  question: 1_000,
  /** After the addresses of one family have come, for those of the other. */
  otherFamily: 250,
} as const

const tries = 2

/** Where it stands whom to ask. */
export interface NameFiles {
  readonly hosts: string
  readonly configuration: string
  /** On which the servers listen. */
  readonly port: number
}

const ofTheSystem: NameFiles = { hosts: '/etc/hosts', configuration: '/etc/resolv.conf', port: 53 }

/**
 * Looks names up as the C library does, but in no thread of libuv's, of which there are four for everybody: /etc/hosts first,
 * then the servers, the search list and `ndots` of /etc/resolv.conf, both read anew when they change. A server that does not
 * answer holds up nobody but who asked.
 */
export const createNames = (files: NameFiles = ofTheSystem): LookUp => {
  const hosts = reread(files.hosts, parseHosts)
  const configuration = reread(files.configuration, (text) => {
    const parsed = parseResolverConfiguration(text, hostname())
    const resolver = new Resolver({ timeout: patience.question, tries })
    resolver.setServers(
      parsed.servers.map((server) => (isIPv6(server) ? `[${server}]:${files.port}` : `${server}:${files.port}`)),
    )
    return { ...parsed, resolver }
  })
  return (host) =>
    defer(() => {
      const name = host.replaceAll(/[[\]]/g, '').toLowerCase()
      if (isIP(name) !== 0) return of([name])
      const known = hosts().get(name.replace(/\.$/, ''))
      if (known !== undefined) return of(known)
      if (/(^|\.)localhost\.?$/.test(name)) return of(['127.0.0.1', '::1'])
      const { resolver, ...asked } = configuration()
      return from(candidatesOf(name, asked)).pipe(
        concatMap((candidate) => ask(resolver, candidate)),
        takeWhile((found) => typeof found === 'string', true),
        toArray(),
        switchMap((answers) => conclude(answers)),
        timeout({ first: patience.whole, with: () => throwError(() => new NameError('EAI_AGAIN')) }),
      )
    })
}

/** `absent`: there is no such name, or none of its addresses; `unknown`: nobody says so. */
type Found = readonly string[] | 'absent' | 'unknown'

const conclude = (answers: readonly Found[]): Observable<readonly string[]> => {
  const last = answers.at(-1)
  if (last !== undefined && typeof last !== 'string') return of(last)
  return throwError(() => new NameError(answers.includes('unknown') ? 'EAI_AGAIN' : 'ENOTFOUND'))
}

/** Asks for the addresses of both families at once. */
const ask = (resolver: Resolver, name: string): Observable<Found> => {
  const families$ = [query(resolver, 'resolve4', name), query(resolver, 'resolve6', name)]
  return combineLatest(families$.map((family$) => family$.pipe(startWith(null)))).pipe(
    switchMap((both): Observable<Found> => {
      const addresses = both.flatMap((one) => (one === null || typeof one === 'string' ? [] : one))
      if (!both.includes(null)) return of(addresses.length > 0 ? addresses : unfound(both))
      return addresses.length > 0 ? timer(patience.otherFamily).pipe(map(() => addresses)) : EMPTY
    }),
    take(1),
  )
}

const unfound = (both: readonly (Found | null)[]): Found => (both.includes('unknown') ? 'unknown' : 'absent')

const query = (resolver: Resolver, kind: 'resolve4' | 'resolve6', name: string): Observable<Found> =>
  new Observable((subscriber) => {
    resolver[kind](name, (error, addresses) => {
      subscriber.next(error === null ? addresses : isAbsent(error.code) ? 'absent' : 'unknown')
      subscriber.complete()
    })
  })

const isAbsent = (code = ''): boolean => ['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EBADQUERY'].includes(code)
