import { withoutSecrets } from '../../text/foreign.ts'

/** Hides the secrets in a text. */
export type Mask = (text: string) => string

/**
 * What tells one thing from another stays as it is: by it what was written is found again. So do the words that the agent
 * itself goes by, of which a secret may be one.
 */
const names: ReadonlySet<string> = new Set([
  ...['kind', 'word', 'state', 'now', 'severity', 'status', 'code', 'ending', 'stop', 'health', 'purpose', 'measure'],
  ...['restartPolicy', 'stopSignal', 'result', 'quiet', 'seenFrom', 'source', 'check', 'by', 'mute', 'outcome'],
  'bootId',
  'channel',
  'containerId',
  'containerName',
  'fingerprint',
  'formerly',
  'host',
  'id',
  'mount',
  'name',
  'recipient',
  'subject',
  'type',
])

/** What is written down of a value, as JSON: every text in it is masked, but for names. */
export type ToJson = (value: object) => string

export const createToJson =
  (mask: Mask = withoutSecrets): ToJson =>
  (value) =>
    JSON.stringify(value, (name: string, one: unknown) =>
      typeof one === 'string' && !names.has(name) ? mask(one) : one,
    )

/** What was written down; undefined where it is no JSON, as where it was cut short. */
export const readWritten = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
