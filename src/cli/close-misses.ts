import { distance } from '../config/misspelt.ts'

/** Letters that may be wrong: two make any other of a short word. */
const toleranceOf = (word: string): number => (word.length < 4 ? 1 : 2)

/** The words among `known` that `word` may have been meant to be, the likeliest first. */
export const closeMisses = (word: string, known: readonly string[]): readonly string[] =>
  known
    .map((candidate) => ({
      candidate,
      far: word.length > 1 && candidate.startsWith(word) ? 0 : distance(word.toLowerCase(), candidate),
    }))
    .filter(({ candidate, far }) => far <= toleranceOf(candidate))
    .toSorted((one, other) => one.far - other.far)
    .map(({ candidate }) => candidate)
