import type { Container } from '../../model/reading.ts'

/** What tells whose a container is. */
export interface Traits {
  readonly image: string
  /** Whether somebody types into its terminal, who was there from its start (`docker run -it`). */
  readonly isAttached: boolean
  /** Whether the engine starts it again. */
  readonly restarts: boolean
  readonly keepsLog: boolean
  /** `false` where it is never to be looked at for its health, not even as its image says. */
  readonly isProbed: boolean
}

/**
 * Whoever sits before a terminal asks for no restart. A step of a classic build runs an image without a name, keeps no log and
 * is never looked at for its health: together, only the builder asks for that (as recorded from Docker 20.10).
 */
export const purposeOf = ({ image, isAttached, restarts, keepsLog, isProbed }: Traits): Container['purpose'] => {
  if (isAttached && !restarts) return 'shell'
  return image.startsWith('sha256:') && !keepsLog && !isProbed ? 'build' : 'service'
}
