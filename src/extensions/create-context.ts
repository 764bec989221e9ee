import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { ExtensionContext } from './extension.ts'
import { hostFile } from './host-file.ts'

/** What an extension is given beside the readings: an allowlist, so that what is added to the configuration is hidden. */
export const createContext = (
  {
    agentName,
    language,
    timeZone,
    checkInterval,
    hostRoot,
    limits,
    disks,
    watch,
    containerThresholds,
    extensions,
  }: Config,
  log: Log,
): ExtensionContext => ({
  config: structuredClone({
    ...{ agentName, language, timeZone, checkInterval, hostRoot },
    ...{ limits, disks, watch, containerThresholds },
  }),
  settings: { ...extensions.settings },
  hostFile: hostFile(hostRoot),
  log,
})
