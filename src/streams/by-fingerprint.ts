/** What a fingerprint is made of. */
interface Named {
  readonly type: string
  readonly subject: string
}

/** A map whose keys are fingerprints. */
export interface ByFingerprint<T> {
  readonly get: (name: Named) => T | undefined
  readonly set: (name: Named, value: T) => void
  readonly delete: (name: Named) => void
  readonly values: () => readonly T[]
}

/** Looks up by type and then by subject: every check is looked up, and to join the two as text would cost the most. */
export const createByFingerprint = <T>(): ByFingerprint<T> => {
  const types = new Map<string, Map<string, T>>()
  return {
    get: ({ type, subject }) => types.get(type)?.get(subject),
    set: ({ type, subject }, value) => {
      const subjects = types.get(type)
      if (subjects) subjects.set(subject, value)
      else types.set(type, new Map([[subject, value]]))
    },
    delete: ({ type, subject }) => {
      const subjects = types.get(type)
      if (subjects?.delete(subject) && subjects.size === 0) types.delete(type)
    },
    values: () => [...types.values()].flatMap((subjects) => [...subjects.values()]),
  }
}
