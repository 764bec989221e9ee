/** Letters to insert, remove or replace to make one word of the other (Levenshtein's distance). */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1]
    for (const [column, otherLetter] of Array.from(other).entries()) {
      const [diagonal = 0, above = 0] = row.slice(column, column + 2)
      next.push(Math.min(above + 1, (next[column] ?? 0) + 1, diagonal + (letter === otherLetter ? 0 : 1)))
    }
    row = next
  }
  return row[other.length] ?? 0
}

const bare = (name: string): string => name.toUpperCase().replaceAll(/[_-]/g, '')

/** The name among `known` that `name` most likely was meant to be, or null. Case and underscores do not count. */
export const meantName = (name: string, known: readonly string[]): string | null => {
  const word = bare(name)
  if (!/^[A-Z0-9]+$/.test(word) || known.includes(name)) return null
  const candidates = known
    .map((candidate) => ({ candidate, letters: bare(candidate) }))
    // Two letters of a short name such as TZ make it any other.
    .filter(({ letters }) => Math.abs(letters.length - word.length) <= (letters.length < 6 ? 0 : 2))
    .map(({ candidate, letters }) => ({ candidate, far: distance(word, letters), limit: letters.length < 6 ? 0 : 2 }))
    .filter(({ far, limit }) => far <= limit)
    .sort((a, b) => a.far - b.far)
  return candidates[0]?.candidate ?? null
}
