import type { EndAlert, LifeWord, OpenAlert } from './alert.ts'
import { hasEnded, isTrouble, type EndedLife, type Life, type OpenLife } from './life.ts'
import type { Told } from './told.ts'

/**
 * What there is to say of a trouble: what is so, compared with what was told. It reads no clock and remembers nothing.
 *
 * | told                    | life now                         | word                 |
 * | ----------------------- | -------------------------------- | -------------------- |
 * | whatever                | out of sight, not judged yet     | –                    |
 * | nothing                 | ended; unstable and well         | –                    |
 * | nothing                 | firing, unstable                 | firing, unstable     |
 * | open                    | ended                            | resolved or removed  |
 * | open, of an earlier life | firing, unstable                | firing, unstable     |
 * | open                    | in trouble, and worse than told  | escalated            |
 * | firing                  | unstable                         | unstable             |
 * | unstable                | firing                           | settled              |
 * | open                    | as told, and a reminder is due   | reminder             |
 * | open                    | as told, or milder               | –                    |
 *
 * @param told  what was last told of its fingerprint, to all or to one address; undefined where that was its end, or nothing
 */
export const wordDue = (life: Life, told: Told | undefined): LifeWord | null =>
  hasEnded(life) ? endDue(life, told) : openWordDue(life, told)

export const endDue = (life: EndedLife, told: Told | undefined): EndAlert['word'] | null =>
  told === undefined ? null : life.state

export const openWordDue = (life: OpenLife, told: Told | undefined): OpenAlert['word'] | null => {
  if (!life.isSeen) return null
  if (told === undefined) return life.state === 'unstable' && life.now === 'ended' ? null : life.state
  if (told.life !== life.id) return life.state
  // Before a change of state: what has become critical may be said at night, what flaps may not.
  if (isTrouble(life) && life.severity === 'critical' && told.severity === 'warning') return 'escalated'
  if (told.state !== life.state) return life.state === 'unstable' ? 'unstable' : 'settled'
  return told.isReminderDue ? 'reminder' : null
}
