import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** What a name server says of a name: addresses by family, that there is no such name, that it cannot say, or nothing ever. */
export type Zone =
  | { readonly four?: readonly string[] | 'hang'; readonly six?: readonly string[] | 'hang' }
  | 'absent'
  | 'failing'
  | 'hang'

export interface NameServer extends AsyncDisposable {
  readonly port: number
  /** By name; what is not here is absent. */
  readonly zones: Record<string, Zone>
  /** The names that were asked for, in order, each family by itself. */
  readonly asked: string[]
}

const types = { 1: 'four', 28: 'six' } as const

/** A name server on an address of this machine (RFC 1035, section 4), over UDP. */
export const startNameServer = async ({
  zones = {},
  address = '127.0.0.1',
  port = 0,
}: {
  zones?: Record<string, Zone>
  address?: string
  port?: number
} = {}): Promise<NameServer> => {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (message, { port: from, address: who }) => {
    const { name, type, end } = questionIn(message)
    asked.push(name)
    const zone = zones[name] ?? 'absent'
    const answer = (code: number, records: readonly Buffer[] = []): void =>
      socket.send(answerTo(message.subarray(0, end), code, records), from, who)
    if (zone === 'absent') answer(3)
    if (zone === 'failing') answer(2)
    if (typeof zone === 'string') return
    const family = type === 1 || type === 28 ? types[type] : null
    const addresses = (family === null ? [] : zone[family]) ?? []
    if (addresses === 'hang') return
    answer(
      0,
      addresses.map((one) => recordOf(type, one)),
    )
  })
  socket.bind(port, address)
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    zones,
    asked,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

const questionIn = (message: Buffer): { readonly name: string; readonly type: number; readonly end: number } => {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('ascii', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** The header and the question are the request's own; nothing further of it is understood. */
const answerTo = (request: Buffer, code: number, records: readonly Buffer[]): Buffer => {
  const head = Buffer.from(request)
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(records.length, 6)
  head.writeUInt16BE(0, 8)
  head.writeUInt16BE(0, 10)
  return Buffer.concat([head, ...records])
}

const recordOf = (type: number, address: string): Buffer => {
  const data = type === 1 ? Buffer.from(address.split('.').map(Number)) : bytesOfSix(address)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

const bytesOfSix = (address: string): Buffer => {
  const [before = '', after = ''] = address.split('::')
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))
  const [front, back] = [groups(before), groups(after)]
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
