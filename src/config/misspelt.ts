/** Letters to insert, remove or replace to make one word of the other (Levenshtein's distance). */
export const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let index = 0; index < one.length; index += 1) {
    const next = [index + 1]
    for (let column = 0; column < other.length; column += 1) {
      const replaced = (row[column] ?? 0) + (one[index] === other[column] ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

const bare = (name: string): string => name.toUpperCase().replaceAll(/[_-]/g, '')

// Two letters of a short name such as TZ make it any other.
const tolerance = (name: string): number => (name.length < 6 ? 0 : 2)

/** The name among `known` that `name` most likely was meant to be, or null. Case and underscores do not count. */
export const meantName = (name: string, known: readonly string[]): string | null => {
  if (known.includes(name) || !/^[\w-]+$/.test(name)) return null
  const [nearest] = known
    .map((candidate) => ({ candidate, far: distance(bare(name), bare(candidate)) }))
    .filter(({ candidate, far }) => far <= tolerance(candidate))
    .sort((a, b) => a.far - b.far)
  return nearest?.candidate ?? null
}
