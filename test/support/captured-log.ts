import type { Log } from '../../src/log.ts'

/** A log that keeps its lines, as in `warn: cannot deliver`, of every level. */
export const capturedLog = (): { readonly log: Log; readonly lines: string[] } => {
  const lines: string[] = []
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  return { log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }, lines }
}
