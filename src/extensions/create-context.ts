import type { Config } from '../config/types.ts'
import type { Log } from '../log.ts'
import type { ExtensionContext } from './extension.ts'

/** What an extension is given beside the readings: nothing that is secret, and nothing that the agent goes by. */
export const createContext = (
  { evolution, telegram, ntfy, webhook, apprise, heartbeat, services, secrets, ...config }: Config,
  log: Log,
): ExtensionContext => ({
  config: structuredClone(config),
  log,
})
