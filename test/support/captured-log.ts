import type { Log, Logs } from '../../src/log.ts'

/** A log that keeps its lines, as in `warn: cannot deliver`, of every level. */
export const capturedLog = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = []
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  return { log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }, lines }
}

/** Logs of which nobody reads anything. */
export const silentLogs: Logs = () => ({ debug: ignore, info: ignore, warn: ignore, error: ignore })

const ignore = (): void => undefined
