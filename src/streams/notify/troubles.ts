import { alertTypes, inhibitionsOf, type Inhibition } from '../../model/alert-types.ts'
import { fingerprintOf, isTrouble, type Life } from '../../model/life.ts'

/** What is trouble now and mutes what follows from it. */
export interface Troubles {
  /** The fingerprint of what mutes a life now; null where nothing does. */
  readonly causeOf: (life: Life) => string | null
}

export interface FollowedTroubles extends Troubles {
  /** Takes a life for what is so now. Returns whether it began or ceased to be a cause. */
  readonly follow: (life: Life) => boolean
}

type Cause = Pick<Inhibition, 'subject' | 'of'> & { readonly type: string }

/** What mutes each type: the table of types, turned round. */
const causesByType: ReadonlyMap<string, readonly Cause[]> = Map.groupBy(
  Object.keys(alertTypes).flatMap((type) =>
    inhibitionsOf(type).flatMap(({ types, ...rule }) => types.map((muted) => ({ type, muted, ...rule }))),
  ),
  ({ muted }) => muted,
)

/** Follows the lives that are causes; only those that there are now, and when one of each kind ended last. */
export const createTroubles = (): FollowedTroubles => {
  /** By host and type, by subject. */
  const causes = new Map<string, Map<string, Life>>()
  /** The last cause of each host and type that ended, and when: what was looked at before that is not known. */
  const endedBy = new Map<string, Life>()

  /** The looks by which the last causes ended that mute only their own subject: what follows may end a moment later. */
  const endedAtLook = new Map<string, number>()
  const noteEnded = (life: Life): void => {
    if (isOfSomeRule(life)) endedBy.set(keyOf(life.host, life.type), life)
    endedAtLook.delete(life.fingerprint)
    endedAtLook.set(life.fingerprint, life.look)
    if (endedAtLook.size <= mostEnded) return
    const [oldest] = endedAtLook.keys()
    if (oldest !== undefined) endedAtLook.delete(oldest)
  }

  const causeByRule = (life: Life, { type, subject, of }: Cause): string | null => {
    const key = keyOf(life.host, type)
    const own = causes.get(key)
    if (subject === 'same') {
      const fingerprint = fingerprintOf(life.host, { type, subject: life.subject })
      return own?.has(life.subject) || life.look < (endedAtLook.get(fingerprint) ?? -Infinity) ? fingerprint : null
    }
    const cause = of === undefined ? own?.values().next().value : own?.get(of)
    if (cause !== undefined) return cause.fingerprint
    const ended = endedBy.get(key)
    const isOfRule = ended !== undefined && (of === undefined || ended.subject === of)
    return isOfRule && life.look < ended.look ? ended.fingerprint : null
  }
  return {
    causeOf: (life) => {
      for (const type of typesOf(life))
        for (const cause of causesByType.get(type) ?? []) {
          const by = causeByRule(life, cause)
          if (by !== null && by !== life.fingerprint) return by
        }
      return null
    },
    follow: (life) => {
      if (inhibitionsOf(life.type).length === 0) return false
      const key = keyOf(life.host, life.type)
      const own = causes.get(key) ?? new Map<string, Life>()
      const was = own.has(life.subject)
      const is = isTrouble(life)
      // It goes by the name that its container has now.
      if (life.formerly !== null) own.delete(life.formerly.slice(key.length + 1))
      if (is) causes.set(key, own.set(life.subject, life))
      else if (own.delete(life.subject)) noteEnded(life)
      return was !== is
    },
  }
}

/** Names come and go: of more ended causes than that the oldest are forgotten. */
const mostEnded = 1_000

/** Whether it mutes whatever subject. */
const isOfSomeRule = ({ type, subject }: Life): boolean =>
  inhibitionsOf(type).some((rule) => rule.subject === 'any' && (rule.of === undefined || rule.of === subject))

const keyOf = (host: string, type: string): string => `${host}\n${type}`

/** A trouble that is nothing but blindness stands for all that cannot be seen. */
const typesOf = ({ type, check: { details } }: Life): readonly string[] =>
  details.kind === 'blind' ? details.types : [type]
