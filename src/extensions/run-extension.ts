import { asyncScheduler, concatAll, defer, filter, map, type OperatorFunction } from 'rxjs'
import type { Backoff } from '../backoff.ts'
import type { Check } from '../model/check.ts'
import { alertTypeOf } from '../model/alert-types.ts'
import type { Reading } from '../model/reading.ts'
import { keepAlive } from '../streams/lib/keep-alive.ts'
import type { Extension, ExtensionContext } from './extension.ts'
import { faultOf } from './fault-of.ts'

const mostSubjects = 100

/**
 * Runs an extension on its own, so that it harms nothing else.
 *
 * ```
 * readings:      -a-b-----c--
 * extension:     -o-#      -o
 * runExtension:  -o-u------o-   o: a check, u: the same, unknown
 * ```
 *
 * What is no check is dropped, as is a check of the agent's own types and every subject (a type of one) beyond the first
 * hundred: each said once in the log.
 *
 * @param extension  is called with the readings and `context`
 * @param backoff    as of `keepAlive`, as is `random`
 *
 * On error: says it once (other words: once until a check has come again), emits `unknown` for every
 * known subject, and calls the extension anew after the wait. On completion: passes it on.
 *
 * @example readings$.pipe(runExtension({ extension, context, backoff: { first: 1_000, max: 10_000 }, random }))
 */
export const runExtension =
  ({
    extension,
    context,
    ...persistence
  }: {
    extension: Extension
    context: ExtensionContext
    backoff: Backoff
    random: () => number
  }): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const known = new Map<string, Pick<Check, 'type' | 'subject'>>()
      const say = sayOnce(context.log)
      let isBroken = false
      const accept = (check: Check): boolean => {
        const fault = faultOf(check)
        if (fault !== null) {
          say('fault', `what is no check is dropped: it ${fault}`)
          return false
        }
        const { type, subject, status } = check
        if (alertTypeOf(type) !== null) {
          say('own', `a check of the type ${type} is dropped: that is the agent's own`)
          return false
        }
        const name = `${type}\n${subject}`
        if (!known.has(name) && known.size === mostSubjects) {
          say('many', `more than ${mostSubjects} subjects: the rest is dropped`)
          return false
        }
        isBroken = false
        if (status === 'removed') known.delete(name)
        else known.set(name, { type, subject })
        return true
      }
      const toUnknown = (error: unknown): readonly Check[] => {
        const reason = error instanceof Error ? error.message : 'unknown error'
        if (!isBroken) say('broke', `broke, and is called anew: ${reason}`)
        isBroken = true
        const at = asyncScheduler.now()
        return [...known.values()].map((about) => ({ ...about, at, status: 'unknown', details: { kind: 'none' } }))
      }
      return defer(() => extension(readings$, context)).pipe(
        filter(accept),
        map((check): readonly Check[] => [check]),
        keepAlive({ toValue: toUnknown, ...persistence }),
        concatAll(),
      )
    })

type Topic = 'fault' | 'own' | 'many' | 'broke'

/** Of each topic, what was said last is not said again. */
const sayOnce = ({ error }: ExtensionContext['log']): ((topic: Topic, message: string) => void) => {
  const said = new Map<Topic, string>()
  return (topic, message) => {
    if (said.get(topic) !== message) error(message)
    said.set(topic, message)
  }
}
