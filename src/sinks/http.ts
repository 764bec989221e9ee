import ky from 'ky'
import { asyncScheduler, catchError, defer, finalize, map, mergeMap, of, timeout, type Observable } from 'rxjs'
import { mayHaveArrived, networkReason } from './network-reason.ts'

export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is. */
  readonly body?: string
  /** Milliseconds until an answer must have begun. */
  readonly timeLimit: number
}

/** What the other side answered, or why it did not: in words of our own, without addresses. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** The body's JSON; undefined where it is none, does not come, or is larger than 64 KiB. */
      readonly body: unknown
      readonly retryAfterMilliseconds: number | null
    }
  /** `mayHaveArrived`: false where it surely never reached anybody. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly mayHaveArrived: boolean }

const bodyLimit = 65_536
const bodyTimeLimit = 2_000

/**
 * Makes one request. Emits one answer, whatever happens, and completes; unsubscribing aborts it.
 *
 * A redirection is not followed, it is the answer: the keys in the headers are for nobody else. A user in the URL is
 * sent as Basic authentication.
 */
export const request = ({ method, url, headers, json, body, timeLimit }: Request): Observable<Answer> =>
  defer(() => {
    const controller = new AbortController()
    const { target, authorization } = withoutUser(url)
    return defer(() =>
      ky(target, {
        method,
        headers: { ...authorization, ...headers },
        json,
        ...(body === undefined ? {} : { body }),
        signal: controller.signal,
        redirect: 'manual',
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
      }),
    ).pipe(
      timeout(timeLimit),
      mergeMap((response) => toAnswer(response)),
      catchError((error: unknown) =>
        of({
          kind: 'unanswered' as const,
          reason: networkReason(error, timeLimit),
          mayHaveArrived: mayHaveArrived(error),
        }),
      ),
      finalize(() => controller.abort()),
    )
  })

/** The status alone says what became of a message: a body that breaks off must not have it sent again. */
const toAnswer = (response: Response): Observable<Answer> =>
  defer(() => readAtMost(bodyLimit, response)).pipe(
    timeout(bodyTimeLimit),
    map((text): unknown => JSON.parse(text)),
    catchError(() => of(undefined)),
    map((body) => ({
      kind: 'answered',
      status: response.status,
      body,
      retryAfterMilliseconds: retryAfter(response.headers.get('retry-after')),
    })),
  )

const readAtMost = async (limit: number, { body }: Response): Promise<string> => {
  if (body === null) return ''
  const chunks: AsyncIterable<Uint8Array> = body
  const decoder = new TextDecoder()
  let read = 0
  let text = ''
  for await (const chunk of chunks) {
    read += chunk.length
    if (read > limit) return ''
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}

/** RFC 9110, section 10.2.3: seconds or a date. More than an hour counts as an hour. */
const retryAfter = (header: string | null): number | null => {
  if (header === null) return null
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - asyncScheduler.now()
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), 3_600_000)
}

/** fetch refuses a URL that names a user. */
const withoutUser = (url: string): { target: URL; authorization: Record<string, string> } => {
  const target = new URL(url)
  const { username, password } = target
  target.username = ''
  target.password = ''
  if (username === '' && password === '') return { target, authorization: {} }
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { target, authorization: { authorization: `Basic ${user}` } }
}
