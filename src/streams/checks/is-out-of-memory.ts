import type { Ending } from '../../model/check.ts'
import type { Container } from '../../model/reading.ts'

/** Whether it ended for want of memory, and nobody had asked it to end. */
export const isOutOfMemory = ({ end }: Container, ending: Ending | null): boolean =>
  end !== null && end.oomKilled && (ending === 'crashed' || ending === 'completed' || ending === 'unwitnessed')
