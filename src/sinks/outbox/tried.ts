/** What was tried and may have arrived, so that it can be asked for before it is tried again. */
export interface Tried {
  readonly note: (id: number, text: string, at: number) => void
  /** It may have arrived: it is to be looked for. */
  readonly isUnsure: (id: number) => void
  readonly looked: (id: number) => void
  readonly isLooked: (id: number) => boolean
  /** The texts that were tried, and when the first of them was; null where that was before this process began. */
  readonly of: (id: number) => { readonly texts: readonly string[]; readonly since: number } | null
  readonly forget: (id: number) => void
  /** All but these are settled. */
  readonly keep: (ids: readonly number[]) => void
}

export const createTried = (): Tried => {
  const tried = new Map<number, { readonly texts: readonly string[]; readonly since: number }>()
  const looked = new Set<number>()
  const forget = (id: number): void => {
    tried.delete(id)
    looked.delete(id)
  }
  return {
    note: (id, text, at) => {
      const { texts, since } = tried.get(id) ?? { texts: [], since: at }
      tried.set(id, { texts: [...new Set([...texts, text])], since })
    },
    isUnsure: (id) => void looked.delete(id),
    looked: (id) => void looked.add(id),
    isLooked: (id) => looked.has(id),
    of: (id) => tried.get(id) ?? null,
    forget,
    keep: (ids) => {
      for (const id of new Set([...tried.keys(), ...looked])) if (!ids.includes(id)) forget(id)
    },
  }
}
