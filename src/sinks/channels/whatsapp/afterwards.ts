import { asyncScheduler, defer, map, mergeMap, of, type Observable } from 'rxjs'
import type { Answer, Http } from '../../../clients/http.ts'
import type { Afterwards } from '../../../model/channel.ts'
import type { Version } from './answer.ts'

/** Milliseconds by which the server's clock may differ from ours. */
const clockTolerance = 120_000

/** The newest so many of what was sent are looked through. */
const most = 100

/**
 * What became of what was sent, as Evolution 2.x remembers it. A server that keeps no messages finds none.
 *
 * Source: `findMessages` and `findStatusMessage` of Evolution API 2.3.6 and 2.3.7.
 *
 * @param address    as in `https://…/chat/{name}/vigilo`, with the name of the question for `{name}`
 * @param timeLimit  milliseconds until an answer must have begun
 */
export const createAfterwards = ({
  http,
  addressOf,
  headers,
  version$,
  timeLimit,
}: {
  http: Http
  addressOf: (question: string) => string
  headers: Readonly<Record<string, string>>
  version$: Observable<Version>
  timeLimit: number
}): Afterwards => {
  const ask = (question: string, json: unknown): Observable<readonly Fields[]> =>
    version$.pipe(
      mergeMap((version) =>
        version === 1
          ? of([])
          : http({ method: 'POST', url: addressOf(question), headers, json, timeLimit }).pipe(map(recordsIn)),
      ),
    )
  return {
    find: ({ texts, recipient, since }) =>
      defer(() => {
        // Both are wanted, in milliseconds, though the records bear seconds.
        const messageTimestamp = { gte: since - clockTolerance, lte: asyncScheduler.now() + clockTolerance }
        const where = { key: { fromMe: true }, messageTimestamp }
        return ask('findMessages', { where, page: 1, offset: most })
      }).pipe(
        map((records) => records.find((one) => isOneOf(one, texts) && isFor(one, recipient) && !hasFailed(one))),
        map((found) => (found === undefined ? null : idIn(found))),
      ),
    isLost: (messageId) =>
      ask('findStatusMessage', { where: { id: messageId } }).pipe(
        map((records) => {
          const states = records.filter(({ keyId }) => keyId === messageId).map(({ status }) => status)
          if (states.includes('ERROR')) return true
          return states.some((one) => one !== 'PENDING') ? false : null
        }),
      ),
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

const recordsIn = (answer: Answer): readonly Fields[] => {
  if (answer.kind === 'unanswered' || answer.status !== 200) return []
  const records = Array.isArray(answer.body) ? answer.body : fieldsOf(fieldsOf(answer.body)['messages'])['records']
  return Array.isArray(records) ? records.filter(isFields) : []
}

const isOneOf = ({ message }: Fields, texts: readonly string[]): boolean => {
  const { conversation, extendedTextMessage } = fieldsOf(message)
  const text = conversation ?? fieldsOf(extendedTextMessage)['text']
  return typeof text === 'string' && texts.some((one) => one.trim() === text.trim())
}

/** The one that ends in `@lid` names nobody whom we know. */
const isFor = ({ key }: Fields, recipient: string): boolean => {
  const { remoteJid, remoteJidAlt } = fieldsOf(key)
  return [remoteJid, remoteJidAlt].some((jid) => typeof jid === 'string' && canonical(jid) === canonical(recipient))
}

/** In Brazil a mobile number may lack its ninth digit on WhatsApp: `5551988887777` and `555188887777` are the same. */
const canonical = (address: string): string => {
  const [user = '', server = 's.whatsapp.net'] = address.split('@')
  return `${user.replace(/^(55\d\d)9(\d{8})$/, '$1$2')}@${server}`
}

const hasFailed = ({ MessageUpdate, status }: Fields): boolean =>
  status === 'ERROR' ||
  (Array.isArray(MessageUpdate) && MessageUpdate.some((update) => fieldsOf(update)['status'] === 'ERROR'))

const idIn = ({ key }: Fields): string | null => {
  const { id } = fieldsOf(key)
  return typeof id === 'string' ? id : null
}
