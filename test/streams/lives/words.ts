import { subjectWord } from '../../../src/cli/marbles/vocabulary.ts'
import { isOpen, type Life } from '../../../src/model/life.ts'

/** A life in short, as in `#1 db firing`, `#1 db-old unseen, was db`, `#2 cpu calm` (unstable, and well now). */
export const wordOf = (life: Life): string => {
  const state = life.state === 'unstable' && life.now === 'ended' ? 'calm' : life.state
  const words = `#${life.id} ${subjectWord(life)} ${isOpen(life) && !life.isSeen ? `${state} unseen` : state}`
  return life.formerly === null ? words : `${words}, was ${life.formerly.split('\n').at(-1) ?? ''}`
}
