import type { ChannelName, Config } from '../../config.ts'
import type { Logs } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import { createText, repeatedMark } from '../../text/index.ts'
import type { ChannelContext } from './channel-context.ts'
import { createConsole } from './console.ts'
import { createWhatsApp } from './whatsapp.ts'

/** Every way to people, by its name in CHANNELS; null where the configuration says nothing of it. */
const channelTypes: Readonly<Record<ChannelName, (context: ChannelContext) => Channel | null>> = {
  whatsapp: ({ config: { evolution }, ...context }) => evolution && createWhatsApp({ evolution, ...context }),
  console: ({ terminal, ...context }) =>
    createConsole({ ...context, colour: terminal.isTTY ?? false, write: (words) => void terminal.write(words) }),
}

/** The channels of these names, in this order. */
export const createChannels = (
  names: readonly ChannelName[],
  { config, logs, terminal }: { config: Config; logs: Logs; terminal: ChannelContext['terminal'] },
): readonly Channel[] => {
  const text = createText(config)
  const repeated = repeatedMark(config.language)
  return names
    .map((name) => channelTypes[name]({ config, terminal, text, repeated, log: logs(name) }))
    .filter((channel) => channel !== null)
}
