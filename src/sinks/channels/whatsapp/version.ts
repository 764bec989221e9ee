import { defer, map, shareReplay, tap, type Observable } from 'rxjs'
import type { Http } from '../../../clients/http.ts'
import type { Version } from './answer.ts'

export interface RememberedVersion {
  /** Emits the version, of which a server that does not tell it is taken to have the newest, and completes. */
  readonly version$: Observable<Version>
  /** Has it asked anew: the server may be another one now. */
  readonly forget: () => void
}

/**
 * Asks the server once for its version: each time it is asked, it calls out to the internet.
 *
 * @param timeLimit  milliseconds until an answer must have begun
 */
export const rememberVersion = (http: Http, url: string, timeLimit: number): RememberedVersion => {
  let asked$: Observable<Version> | null = null
  const forget = (): void => {
    asked$ = null
  }
  const ask = (): Observable<Version> =>
    http({ method: 'GET', url: `${url}/`, timeLimit }).pipe(
      map((answer): Version | null => (answer.kind === 'answered' ? versionIn(answer.body) : null)),
      tap((version) => version ?? forget()),
      map((version) => version ?? 2),
      shareReplay({ bufferSize: 1, refCount: false }),
    )
  return { version$: defer(() => (asked$ ??= ask())), forget }
}

const versionIn = (body: unknown): Version | null => {
  if (typeof body !== 'object' || body === null || !('version' in body) || typeof body.version !== 'string') return null
  return body.version.startsWith('1.') ? 1 : 2
}
