import ky, { type Options } from 'ky'
import { asyncScheduler, catchError, defer, finalize, map, mergeMap, of, timeout, type Observable } from 'rxjs'
import type { Dispatcher } from 'undici'
import type { Proxies } from '../config.ts'
import type { Connect } from './connect.ts'
import { createDispatchers } from './dispatchers.ts'
import type { Reason } from '../model/reason.ts'
import { mayHaveArrived, networkReason } from './network-reason.ts'

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is. */
  readonly body?: string
  /** Milliseconds until an answer must have begun. */
  readonly timeLimit: number
}

/** What the other side answered, or why it did not. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** The body's JSON; undefined where it is none, does not come, or is larger than 64 KiB. */
      readonly body: unknown
      /** How a body begins that is no JSON, in at most 200 characters. */
      readonly text: string
      /** A page for people, as of somebody who stands before the other side. */
      readonly isPage: boolean
      readonly retryAfterMilliseconds: number | null
      /** By the clock of the other side, to the second, in milliseconds since the epoch; null where it does not say. */
      readonly date: number | null
    }
  /** `mayHaveArrived`: false where it surely never reached anybody. */
  | { readonly kind: 'unanswered'; readonly reason: Reason; readonly mayHaveArrived: boolean }

const bodyLimit = 65_536
const bodyTimeLimit = 2_000

/**
 * Makes one request. Emits one answer, whatever happens, and completes; unsubscribing aborts it.
 *
 * A redirection is not followed, it is the answer: the keys in the headers are for nobody else. A user in the URL is
 * sent as Basic authentication.
 */
export type Http = (request: Request) => Observable<Answer>

/**
 * @param connect  how somebody is reached
 * @param proxies  through whom
 */
export const createHttp = (connect: Connect, proxies: Proxies): Http => {
  const dispatcherOf = createDispatchers(connect, proxies)
  return ({ method, url, headers, json, body, timeLimit }) =>
    defer(() => {
      const controller = new AbortController()
      const { target, authorization } = withoutUser(url)
      return defer(() =>
        ky(
          target,
          by(dispatcherOf(target), {
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
        ),
      ).pipe(
        timeout(timeLimit),
        mergeMap(toAnswer),
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
}

/** fetch takes a dispatcher of the same version of undici as its own, whose types have two homes. */
const by = (dispatcher: Dispatcher, options: Options) => Object.assign(options, { dispatcher })

/** The status alone says what became of a message: a body that breaks off must not have it sent again. */
const toAnswer = (response: Response): Observable<Answer> =>
  defer(() => readAtMost(bodyLimit, response)).pipe(
    timeout(bodyTimeLimit),
    catchError(() => of('')),
    map((text) => ({
      kind: 'answered',
      status: response.status,
      body: parsed(text),
      text: parsed(text) === undefined ? text.slice(0, 200) : '',
      isPage: /^\s*<(!doctype|html)/i.test(text),
      retryAfterMilliseconds: retryAfter(response.headers.get('retry-after')),
      date: timeIn(response.headers.get('date')),
    })),
  )

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

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

/** RFC 9110, section 10.2.3: seconds or a date. More than five minutes count as five minutes. */
const retryAfter = (header: string | null): number | null => {
  if (header === null) return null
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - asyncScheduler.now()
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), 300_000)
}

const timeIn = (header: string | null): number | null => {
  const time = Date.parse(header ?? '')
  return Number.isNaN(time) ? null : time
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
