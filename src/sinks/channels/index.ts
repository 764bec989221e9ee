import type { ChannelName } from '../../config.ts'
import type { Logs } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import { createText, movedLine, repeatedMark } from '../../text/index.ts'
import { createApprise } from './apprise.ts'
import type { ChannelContext } from './channel-context.ts'
import { createConsole } from './console.ts'
import { createNtfy } from './ntfy.ts'
import { createTelegram } from './telegram.ts'
import { createWebhook } from './webhook.ts'
import { createWhatsApp } from './whatsapp.ts'

/** Every way to people, by its name in CHANNELS; null where the configuration says nothing of it. */
const channelTypes: Readonly<Record<ChannelName, (context: ChannelContext) => Channel | null>> = {
  whatsapp: ({ config: { evolution }, ...context }) => evolution && createWhatsApp({ evolution, ...context }),
  telegram: ({ config: { telegram }, ...context }) => telegram && createTelegram({ telegram, ...context }),
  ntfy: ({ config: { ntfy }, ...context }) => ntfy && createNtfy({ ntfy, ...context }),
  webhook: ({ config, ...context }) => config.webhook && createWebhook({ webhook: config.webhook, config, ...context }),
  apprise: ({ config, ...context }) => config.apprise && createApprise({ apprise: config.apprise, config, ...context }),
  console: ({ terminal, ...context }) =>
    createConsole({ ...context, colour: terminal.isTTY ?? false, write: (words) => void terminal.write(words) }),
}

/** The channels of these names, in this order. */
export const createChannels = (
  names: readonly ChannelName[],
  { config, logs, ...given }: Pick<ChannelContext, 'config' | 'http' | 'terminal' | 'moves'> & { logs: Logs },
): readonly Channel[] => {
  const text = createText(config)
  const repeated = repeatedMark(config.language)
  const moved = movedLine(config.language)
  return names
    .map((name) => channelTypes[name]({ config, ...given, text, repeated, moved, log: logs(name) }))
    .filter((channel) => channel !== null)
}
