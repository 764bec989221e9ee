/** A value at each moment at which it changed. */
export class Track<T> {
  readonly #changes: { readonly at: number; readonly value: T }[] = []
  readonly #first: T

  constructor(first: T) {
    this.#first = first
  }

  set(at: number, value: T): void {
    this.#changes.push({ at, value })
  }

  at(time: number): T {
    const change = this.#changes[this.#indexAt(time)]
    return change === undefined ? this.#first : change.value
  }

  /** When it last changed, at a time; -Infinity where it never did. */
  changedAt(time: number): number {
    return this.#changes[this.#indexAt(time)]?.at ?? -Infinity
  }

  #indexAt(time: number): number {
    let [low, high] = [0, this.#changes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#changes[middle]?.at ?? 0) <= time) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** Tracks by name, each made when it is first asked for. */
export class Tracks<T> {
  readonly #tracks = new Map<string, Track<T>>()
  readonly #first: T

  constructor(first: T) {
    this.#first = first
  }

  of(name: string): Track<T> {
    const track = this.#tracks.get(name) ?? new Track(this.#first)
    this.#tracks.set(name, track)
    return track
  }

  names(): readonly string[] {
    return [...this.#tracks.keys()]
  }
}
