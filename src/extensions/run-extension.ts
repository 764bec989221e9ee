import { asyncScheduler, concat, concatAll, defer, EMPTY, map, of, tap, type OperatorFunction } from 'rxjs'
import type { Backoff } from '../backoff.ts'
import type { Check, Status } from '../model/check.ts'
import { alertTypeOf, extensionType } from '../model/alert-types.ts'
import type { Reading } from '../model/reading.ts'
import { keepAlive } from '../streams/lib/keep-alive.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { ExtensionContext, NamedExtension } from './extension.ts'
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
 * Its readings are frozen, since everybody has the same ones, and a check is copied, since it may go on writing into its own.
 * What is no check is dropped, as is a check of the agent's own types and every subject (a type of one) beyond the first
 * hundred: each said once in the log. While nothing that it gave is of use, it is unknown itself: a check of its own name
 * (`extensionType`), which is ok with the first check that counts.
 *
 * @param extension  is called with the readings and `context`
 * @param name       that of its file
 * @param backoff    as of `keepAlive`, as is `random`
 *
 * On error: says it once (other words: once until a check has come again), emits `unknown` for every known subject, or for
 * itself where there is none, and calls the extension anew after the wait. On completion: emits `unknown` for every known
 * subject, again with each reading, until the readings complete.
 *
 * @example readings$.pipe(runExtension({ name: 'backup', extension, context, backoff: { first: 1_000, max: 10_000 }, random }))
 */
export const runExtension =
  ({
    name,
    extension,
    context,
    ...persistence
  }: NamedExtension & {
    context: ExtensionContext
    backoff: Backoff
    random: () => number
  }): OperatorFunction<Reading, Check> =>
  (readings$) =>
    defer(() => {
      const known = new Map<string, Pick<Check, 'type' | 'subject'>>()
      const say = sayOnce(context.log)
      let isBroken = false
      let isUseful = false
      /** Nothing else stands for what it would say. */
      const itself = (): readonly Check[] => {
        if (known.size > 0) return []
        isUseful = false
        return [checkWithoutWords({ type: extensionType, subject: name }, 'unknown')]
      }
      const drop = (topic: Topic, message: string): readonly Check[] => {
        say(topic, message)
        return itself()
      }
      const take = (given: Check): readonly Check[] => {
        const fault = faultOf(given)
        if (fault !== null) return drop('fault', `what is no check is dropped: it ${fault}`)
        const { type, subject, at, status, details } = given
        if (alertTypeOf(type) !== null || type === extensionType)
          return drop('own', `a check of the type ${type} is dropped: that is the agent's own`)
        const key = `${type}\n${subject}`
        if (!known.has(key) && known.size === mostSubjects)
          return drop('many', `more than ${mostSubjects} subjects: the rest is dropped`)
        const isFirst = !isUseful
        isBroken = false
        isUseful = true
        if (status === 'removed') known.delete(key)
        else known.set(key, { type, subject })
        return [
          { type, subject, at, status, details: copyOf(details) },
          ...(isFirst ? [checkWithoutWords({ type: extensionType, subject: name }, 'ok')] : []),
        ]
      }
      const unknown = (): readonly Check[] => [...known.values()].map((about) => checkWithoutWords(about, 'unknown'))
      const breakDown = (error: unknown): readonly Check[] => {
        const reason = error instanceof Error ? error.message : 'unknown error'
        if (!isBroken) say('broke', `broke, and is called anew: ${reason}`)
        isBroken = true
        return [...unknown(), ...itself()]
      }
      let isOver = false
      const own$ = readings$.pipe(map(deepFreeze), tap({ complete: () => (isOver = true) }))
      const afterwards$ = defer(() => {
        if (isOver || known.size === 0) return EMPTY
        say('ended', 'has completed: what it checked is unknown from now on')
        return concat(of(null), readings$).pipe(map(unknown))
      })
      return concat(
        defer(() => extension(own$, context)).pipe(map(take), keepAlive({ toValue: breakDown, ...persistence })),
        afterwards$,
      ).pipe(concatAll())
    })

const checkWithoutWords = (about: Pick<Check, 'type' | 'subject'>, status: Status): Check => ({
  ...about,
  at: asyncScheduler.now(),
  status,
  details: { kind: 'none' },
})

/** No more than what is written down and read back. */
const copyOf = (details: Check['details']): Check['details'] =>
  details.kind === 'text' ? { kind: 'text', text: details.text } : { kind: 'none' }

type Topic = 'fault' | 'own' | 'many' | 'broke' | 'ended'

/** Of each topic, what was said last is not said again. */
const sayOnce = ({ error }: ExtensionContext['log']): ((topic: Topic, message: string) => void) => {
  const said = new Map<Topic, string>()
  return (topic, message) => {
    if (said.get(topic) !== message) error(message)
    said.set(topic, message)
  }
}
