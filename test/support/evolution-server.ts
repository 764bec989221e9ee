import { startFaultyServer, type Fault, type FaultyServer, type IncomingRequest, type Reply } from './faulty-server.ts'

export interface AcceptedMessage {
  readonly number: string
  readonly text: string
  readonly linkPreview: unknown
}

export interface EvolutionServer extends FaultyServer {
  readonly token: string
  readonly instance: string
  /** Those that were accepted, in order. */
  readonly messages: AcceptedMessage[]
  /** Every request, as in `POST /message/sendText/vigilo`. */
  readonly requests: string[]
  /** Answers that a server in trouble gives instead of its own. */
  fault: Fault | null
  /** `absent`: the instance was never connected, and its state is left out. */
  state: 'open' | 'connecting' | 'close' | 'absent'
  version: string
  /** Numbers that WhatsApp does not know. */
  strangers: string[]
  /** Groups that are lost, or never were there. */
  lostGroups: string[]
  /** What a text may not hold: it is answered with 500, always. */
  poison: string | null
  /** Nothing can be sent, whatever the state says. */
  isDeaf: boolean
  /** Whether it keeps what is sent. */
  keeps: boolean
  /** What became of a message, by its id; `PENDING` where nothing is said of it. */
  fates: Readonly<Record<string, 'SERVER_ACK' | 'DELIVERY_ACK' | 'ERROR'>>
  /** What is answered to a text that has been sent, instead of that it was. */
  afterSending: Reply | null
  /** Is called with each message when it is accepted. */
  accepted: (message: AcceptedMessage) => void
}

/** An Evolution API: 2.x answers as real 2.3.6 and 2.3.7 servers were seen to; 1.x is inferred from its body's form alone. */
export const startEvolution = async (
  given: Partial<
    Pick<
      EvolutionServer,
      | 'token'
      | 'instance'
      | 'fault'
      | 'state'
      | 'version'
      | 'strangers'
      | 'accepted'
      | 'lostGroups'
      | 'poison'
      | 'isDeaf'
      | 'keeps'
      | 'fates'
      | 'afterSending'
    >
  > = {},
): Promise<EvolutionServer> => {
  const world = {
    token: 'B6D711FCDE4D4FD5936544120E713976',
    instance: 'vigilo',
    messages: new Array<AcceptedMessage>(),
    requests: new Array<string>(),
    fault: null,
    state: 'open' as const,
    version: '2.3.7',
    strangers: [],
    lostGroups: [],
    poison: null,
    isDeaf: false,
    keeps: true,
    fates: {},
    afterSending: null,
    kept: [],
    accepted: () => undefined,
    ...given,
  } satisfies World
  const server = await startFaultyServer(world, (request) => answer(world, request))
  return Object.assign(world, server)
}

interface Kept {
  readonly id: string
  readonly jid: string
  readonly text: string
  readonly at: number
}

type World = Omit<EvolutionServer, keyof FaultyServer> & { readonly kept: Kept[] }

const answer = (world: World, { method, path, headers, body }: IncomingRequest): Reply => {
  world.requests.push(`${method} ${path}`)
  if (path === '/') return { status: 200, body: { status: 200, message: 'Welcome', version: world.version } }
  const [, route, instance] =
    /^\/(message\/sendText|instance\/connectionState|chat\/find\w+)\/([^/]+)$/.exec(path) ?? []
  if (route === undefined || instance === undefined) return failure(404, [`Cannot ${method} ${path}`])
  if (decodeURIComponent(instance) !== world.instance)
    return failure(404, [`The "${decodeURIComponent(instance)}" instance does not exist`])
  if (headers.apikey !== world.token) return failure(401, 'Unauthorized')
  if (route === 'instance/connectionState' && method === 'GET') return connectionState(world)
  if (route === 'message/sendText' && method === 'POST') return sendText(world, parse(body))
  if (route === 'chat/findMessages' && method === 'POST') return findMessages(world, parse(body))
  if (route === 'chat/findStatusMessage' && method === 'POST') return findStatus(world, parse(body))
  return failure(404, [`Cannot ${method} ${path}`])
}

/** Both times are wanted, in milliseconds or as ISO texts, or they count for nothing; `fromMe: false` is ignored. */
const findMessages = ({ kept, keeps, fates }: World, { where, offset = 50 }: Fields): Reply => {
  const { messageTimestamp } = fieldsOf(where)
  const { gte, lte } = fieldsOf(messageTimestamp)
  const isWithin = (at: number): boolean =>
    gte === undefined || lte === undefined || (at >= time(gte) && at <= time(lte))
  const found = keeps ? kept.filter(({ at }) => isWithin(at)).toReversed() : []
  const size = Number(offset)
  const records = found.slice(0, size).map(({ id, jid, text, at }) => ({
    key: { id, fromMe: true, remoteJid: jid, participant: '', addressingMode: 'pn' },
    messageType: 'conversation',
    message: { conversation: text },
    messageTimestamp: Math.floor(at / 1_000),
    contextInfo: null,
    MessageUpdate: fates[id] === undefined ? [] : [{ status: fates[id] }],
  }))
  const pages = Math.ceil(found.length / size)
  return { status: 200, body: { messages: { total: found.length, pages, currentPage: 1, records } } }
}

const time = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number(value))

const findStatus = ({ fates }: World, { where }: Fields): Reply => {
  const { id } = fieldsOf(where)
  const status = typeof id === 'string' ? fates[id] : undefined
  return { status: 200, body: status === undefined ? [] : [{ keyId: id, status }] }
}

const connectionState = ({ instance, state }: World): Reply => ({
  status: 200,
  body: { instance: { instanceName: instance, ...(state === 'absent' ? {} : { state }) } },
})

const sendText = (world: World, body: Readonly<Record<string, unknown>>): Reply => {
  const { number } = body
  const isFirstVersion = world.version.startsWith('1.')
  const message = isFirstVersion ? parse(JSON.stringify(body.textMessage ?? null)) : body
  const options = isFirstVersion ? parse(JSON.stringify(body.options ?? null)) : body
  const { text } = message
  if (number === undefined) return failure(400, [['instance requires property "number"']])
  if (isFirstVersion && body.textMessage === undefined)
    return failure(400, [['instance requires property "textMessage"']])
  if (text === undefined) return failure(400, [['instance requires property "text"']])
  if (typeof number !== 'string') return failure(400, [['instance.number is not of a type(s) string']])
  if (typeof text !== 'string') return failure(400, [['instance.text is not of a type(s) string']])
  if (text.trim() === '') return failure(400, ['Text is required'])
  const refusal = world.state === 'open' ? null : disconnected(world, number)
  if (refusal !== null) return refusal
  if (world.strangers.includes(number))
    return failure(400, [{ jid: `${number}@s.whatsapp.net`, exists: false, number }])
  if (world.lostGroups.includes(number)) return failure(400, ['[object Object]'])
  if (world.isDeaf || (world.poison !== null && text.includes(world.poison)))
    return failure(500, 'Internal Server Error')
  const accepted = { number, text, linkPreview: options.linkPreview }
  world.messages.push(accepted)
  const id = `3EB0${String(world.messages.length).padStart(16, '0')}`
  world.kept.push({ id, jid: jidOf(number), text, at: new Date().getTime() })
  world.accepted(accepted)
  if (world.afterSending !== null) return world.afterSending
  return {
    status: 201,
    body: {
      key: { remoteJid: jidOf(number), fromMe: true, id },
      status: 'PENDING',
      messageType: 'conversation',
      messageTimestamp: 1_795_404_179,
    },
  }
}

/** What sending answers depends on what the server remembers of the number. */
const disconnected = ({ state, messages }: World, number: string): Reply => {
  if (state === 'absent') return failure(500, "Cannot read properties of undefined (reading 'onWhatsApp')")
  if (jidOf(number).endsWith('@g.us')) return failure(400, ['[object Object]'])
  const isCached = messages.some((message) => message.number === number)
  return isCached ? failure(400, ['Error: Connection Closed']) : failure(500, 'Connection Closed')
}

const jidOf = (number: string): string => {
  if (number.includes('@')) return number
  const digits = number.replace(/\D/g, '')
  return digits.length >= 18 ? `${digits}@g.us` : `${digits}@s.whatsapp.net`
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  500: 'Internal Server Error',
}

const failure = (status: number, message: unknown): Reply => ({
  status,
  body: { status, error: titles[status], response: { message } },
})

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})

const parse = (text: string): Fields => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
