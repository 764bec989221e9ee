import type { ChannelName } from '../config.ts'
import type { Channel } from '../model/channel.ts'
import { noMoves } from '../model/moves.ts'
import type { Outcome } from '../model/delivery.ts'
import { createChannels } from '../sinks/channels/index.ts'
import { endOf } from '../sinks/outbox/listing.ts'
import type { CommandText } from '../text/command-words.ts'
import { exitCode, type CommandContext } from './command-context.ts'
import { onlyOf } from './only-of.ts'

/** Milliseconds until a message must have an outcome. */
const deadline = 30_000

/**
 * Sends a test message over every channel, or over the one of this name, and tells what became of it.
 *
 * Returns 0 where all were accepted, 1 where one was not, and 64 where no channel has this name.
 */
export const sendTest = async (name: string | null, context: CommandContext): Promise<number> => {
  const { config, clients, logs, text, print, printError } = context
  const { http } = clients
  const used = [...config.channels, ...config.fallbackChannels]
  const asked = used.filter((one) => name === null || one === name)
  if (asked.length === 0) {
    printError(text.words.test.noChannel(name ?? '', used.join(', ')))
    return exitCode.usage
  }
  const terminal = { write: (written: string) => written.split('\n').filter(Boolean).forEach(print) }
  let hasFailed = false
  const channels = createChannels(asked satisfies readonly ChannelName[], {
    config,
    http,
    logs,
    terminal,
    moves: noMoves,
  })
  for (const channel of channels)
    for (const recipient of channel.recipients) {
      const outcome = await send(channel, recipient, context.now())
      if (outcome.kind !== 'sent') hasFailed = true
      print(lineOf(channel, recipient, outcome, text))
    }
  return hasFailed ? exitCode.failed : exitCode.ok
}

const send = (channel: Channel, recipient: string, at: number): Promise<Outcome> => {
  const [text = ''] = channel.render({ kind: 'test', at }, { repeated: false })
  const late = {
    kind: 'again',
    reason: { code: 'noAnswer', seconds: deadline / 1_000 },
    afterMilliseconds: null,
    mayHaveArrived: true,
  } as const
  return onlyOf<Outcome>(channel.send(text, recipient), { within: deadline, otherwise: late })
}

const lineOf = ({ name }: Channel, recipient: string, outcome: Outcome, { words, reason }: CommandText): string => {
  const to = `${name} (${endOf(recipient)})`
  if (outcome.kind !== 'sent') return `✗ ${to}: ${reason(outcome.reason)}`
  return `✓ ${to}: ${words.test.accepted(outcome.messageId ?? '')}`
}
