import type { Details } from '../../model/check.ts'

/** What a trouble of one host is named by. `details` may know its container. */
interface Named {
  readonly type: string
  readonly subject: string
  readonly details?: Details
}

/** A map whose keys are a type and a subject. */
export interface ByFingerprint<T> {
  readonly get: (name: Named) => T | undefined
  /** What is known of the same container under the name that it had before; from then on it is known under this one. */
  readonly follow: (name: Named) => T | undefined
  readonly set: (name: Named, value: T) => void
  readonly delete: (name: Named) => void
  readonly values: () => readonly T[]
  readonly isEmpty: () => boolean
}

interface Entry<T> {
  readonly value: T
  readonly container: string | null
}

/** What is known of one type. */
interface OfType<T> {
  readonly entries: Map<string, Entry<T>>
  /** The subjects of containers, by the container's id. */
  readonly subjects: Map<string, string>
}

/** Looks up by type and then by subject: every check is looked up, and to join the two as text would cost the most. */
export const createByFingerprint = <T>(): ByFingerprint<T> => {
  const types = new Map<string, OfType<T>>()

  const set = (name: Named, value: T): void => {
    const { type, subject } = name
    const own = types.get(type) ?? { entries: new Map<string, Entry<T>>(), subjects: new Map<string, string>() }
    const before = own.entries.get(subject)?.container ?? null
    // What cannot be seen, or is gone, says nothing of its container.
    const container = containerOf(name) ?? before
    if (before !== container) forget(own, before, subject)
    types.set(type, own)
    own.entries.set(subject, { value, container })
    if (container !== null) own.subjects.set(container, subject)
  }
  /** Unless the container is known under another name already. */
  const forget = ({ subjects }: OfType<T>, container: string | null, subject: string): void => {
    if (container !== null && subjects.get(container) === subject) subjects.delete(container)
  }
  const remove = ({ type, subject }: Named): void => {
    const own = types.get(type)
    const entry = own?.entries.get(subject)
    if (own === undefined || entry === undefined) return
    forget(own, entry.container, subject)
    own.entries.delete(subject)
    if (own.entries.size === 0) types.delete(type)
  }
  return {
    get: ({ type, subject }) => types.get(type)?.entries.get(subject)?.value,
    follow: (name) => {
      // Nearly always nothing of the type is the matter with any container.
      const own = types.get(name.type)
      if (own === undefined || own.subjects.size === 0) return undefined
      const container = containerOf(name)
      const subject = container === null ? undefined : own.subjects.get(container)
      if (subject === undefined || subject === name.subject) return undefined
      const entry = own.entries.get(subject)
      if (entry === undefined) return undefined
      remove({ type: name.type, subject })
      set(name, entry.value)
      return entry.value
    },
    set,
    delete: remove,
    isEmpty: () => types.size === 0,
    values: () => [...types.values()].flatMap(({ entries }) => [...entries.values()].map(({ value }) => value)),
  }
}

const containerOf = ({ details }: Named): string | null =>
  details !== undefined && 'container' in details ? details.container.id : null
