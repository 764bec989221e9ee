/** Where the parts of the agent say what they do. Nothing secret passes: what is written is masked on its way out. */
export interface Log {
  readonly debug: (message: string) => void
  readonly info: (message: string) => void
  readonly warn: (message: string) => void
  readonly error: (message: string) => void
}

/** Gives the log of one part, as in `docker` or `whatsapp`. */
export type Logs = (part: string) => Log
