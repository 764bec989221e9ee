import { request } from 'node:http'
import type { Answer } from '../control/request.ts'

/** Milliseconds in which an agent that is well answers. */
const patience = 5_000

/** What the agent answered, or why it did not. */
export type Asked =
  | { readonly answer: Answer }
  /** `absent`: nobody listens. `forbidden`: it is another user's. `silent`: it is there, and says nothing of use. */
  | { readonly missing: 'absent' | 'forbidden' | 'silent' }

/** Asks the agent over its socket. Never rejects. */
export const askAgent = (
  socketPath: string,
  { method, path, body }: { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; readonly body?: object },
): Promise<Asked> =>
  new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ missing: missingBy(error) })
    const asking = request({ socketPath, method, path, timeout: patience }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => resolve(answerIn(Buffer.concat(chunks).toString('utf8'))))
    })
    asking.on('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.on('error', fail)
    asking.end(body === undefined ? '' : JSON.stringify(body))
  })

const missingBy = (error: Error): 'absent' | 'forbidden' | 'silent' => {
  const code = 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return 'absent'
  return code === 'EACCES' || code === 'EPERM' ? 'forbidden' : 'silent'
}

const answerIn = (text: string): Asked => {
  try {
    const answer: unknown = JSON.parse(text)
    return isAnswer(answer) ? { answer } : { missing: 'silent' }
  } catch {
    return { missing: 'silent' }
  }
}

const kinds: ReadonlySet<unknown> = new Set<Answer['kind']>([
  'status',
  'why',
  'alerts',
  'silences',
  'silenced',
  'unsilenced',
  'failed',
])

/** Who answers is the agent of this version: what has the outline of its answer is one. */
const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'kind' in value && kinds.has(value.kind)
