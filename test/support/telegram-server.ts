import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'
import { parseObject } from './parse-object.ts'

export interface TelegramServer extends FaultyServer {
  /** What was accepted, in order: the words as people read them. */
  readonly messages: {
    readonly chat: string
    readonly topic: unknown
    readonly html: string
    readonly words: string
  }[]
  readonly token: string
  fault: Fault | null
  /** Chats that do not exist, and those that have blocked the bot. */
  unknown: string[]
  blocked: string[]
  /** Groups that have become supergroups, and the numbers of those. */
  moved: Readonly<Record<string, number>>
  /** How a chat refuses, in Telegram's words, as in `400 Bad Request: TOPIC_CLOSED`. */
  refusing: Readonly<Record<string, string>>
}

/** A Telegram Bot API, as https://core.telegram.org/bots/api describes it and as its errors are widely quoted. */
export const startTelegram = async (): Promise<TelegramServer> => {
  const world: World = {
    messages: [],
    token: '123456789:AAF-t0ken_of-the-b0t',
    fault: null,
    unknown: [],
    blocked: [],
    moved: {},
    refusing: {},
  }
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server)
}

type World = Omit<TelegramServer, keyof FaultyServer>

const answer = (world: World, { method, path, body }: IncomingRequest): Reply => {
  const [, token = '', name = ''] = /^\/bot([^/]*)\/(\w+)$/.exec(path) ?? []
  if (!/^\d+:[\w-]+$/.test(token)) return failure(404, 'Not Found')
  if (token !== world.token) return failure(401, 'Unauthorized')
  if (name === 'getMe') return success({ id: 123456789, is_bot: true, first_name: 'Vigilo', username: 'vigilo_bot' })
  if (name === 'sendMessage' && method === 'POST') return sendMessage(world, parseObject(body))
  return failure(404, 'Not Found')
}

const sendMessage = (world: World, body: Readonly<Record<string, unknown>>): Reply => {
  const { chat_id: chat, text: html, parse_mode: mode, message_thread_id: topic = null } = body
  if (typeof chat !== 'string' || world.unknown.includes(chat)) return failure(400, 'Bad Request: chat not found')
  const supergroup = world.moved[chat]
  if (supergroup !== undefined)
    return {
      status: 400,
      body: {
        ok: false,
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: supergroup },
      },
    }
  const [, status, refusal] = /^(\d+) (.*)$/.exec(world.refusing[chat] ?? '') ?? []
  if (refusal !== undefined) return failure(Number(status), refusal)
  if (world.blocked.includes(chat)) return failure(403, 'Forbidden: bot was blocked by the user')
  if (typeof html !== 'string' || mode !== 'HTML') return failure(400, 'Bad Request: message text is empty')
  const words = read(html)
  if (words === null) return failure(400, "Bad Request: can't parse entities")
  if (words.trim() === '') return failure(400, 'Bad Request: message text is empty')
  if (words.length > 4_096) return failure(400, 'Bad Request: message is too long')
  world.messages.push({ chat, topic, html, words })
  return success({ message_id: world.messages.length, date: 1_795_404_179, chat: { id: Number(chat) }, text: words })
}

/** What people read; null where it is no HTML that Telegram understands. */
const read = (html: string): string | null => {
  const open: string[] = []
  for (const [, end, tag = ''] of html.matchAll(/<(\/?)(\w+)>/g)) {
    if (end === '') open.push(tag)
    else if (open.pop() !== tag) return null
  }
  const bare = html.replaceAll(/<\/?(b|pre)>/g, '')
  if (open.length > 0 || /[<>]/.test(bare) || /&(?!(lt|gt|amp|quot);)/.test(bare)) return null
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const success = (result: unknown): Reply => ({ status: 200, body: { ok: true, result } })

const failure = (status: number, description: string): Reply => ({
  status,
  body: { ok: false, error_code: status, description },
})
