import { asyncScheduler, type Subscription } from 'rxjs'
import type { Container } from '../../model/reading.ts'

interface Name {
  readonly name: string
  /** The wait until it is forgotten, once its container is gone. */
  readonly leaving: Subscription | null
}

/** A container's names by its place: the first one seen there counts for those that follow. */
interface PlaceNames {
  readonly areNone: () => boolean
  readonly of: (place: string) => string | undefined
  readonly follow: (placed: readonly { readonly container: Container; readonly place: string }[]) => void
  readonly forgetAll: () => void
}

/**
 * Remembers how the container of a place was called at first; only of places that are filled, or were so a moment ago.
 *
 * @param keptFor  milliseconds for which the name of a place that is empty is kept
 */
export const createPlaceNames = (keptFor: number): PlaceNames => {
  const names = new Map<string, Name>()

  const leave = (place: string, { name }: Name): void => {
    const leaving = asyncScheduler.schedule(() => names.delete(place), keptFor)
    names.set(place, { name, leaving })
  }

  return {
    areNone: () => names.size === 0,
    of: (place) => names.get(place)?.name,
    follow: (placed) => {
      const places = new Set<string>()
      for (const { container, place } of placed) {
        places.add(place)
        const known = names.get(place)
        known?.leaving?.unsubscribe()
        if (known?.leaving !== null)
          names.set(place, { name: known?.name ?? withoutMark(container.containerName), leaving: null })
      }
      for (const [place, name] of names) if (name.leaving === null && !places.has(place)) leave(place, name)
    },
    forgetAll: () => {
      for (const { leaving } of names.values()) leaving?.unsubscribe()
      names.clear()
    },
  }
}

/** While it recreates one, Docker Compose puts twelve digits of its id before its name. */
const withoutMark = (name: string): string => name.replace(/^[0-9a-f]{12}_/, '')
