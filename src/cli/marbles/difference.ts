import { completionWord, errorWord, type Mark } from './specification.ts'

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')

/**
 * Two lines of marbles one above the other, the first difference marked; null where they are the same.
 *
 * @param given  the letters of the diagram's file, by what they stand for; another word gets one that the file has not
 */
export const difference = (
  expected: readonly Mark[],
  actual: readonly Mark[],
  given: ReadonlyMap<string, string> = new Map(),
): string | null => {
  const frames = framesOf([...expected, ...actual])
  const first = frames.find((frame) => wordsAt(expected, frame).join() !== wordsAt(actual, frame).join())
  if (first === undefined) return null
  const words = [...new Set([...expected, ...actual].map(({ word }) => word))].filter(isValue)
  const letterOf = lettersOf(words, given)
  const columns = frames.map((frame) => {
    const cells = [expected, actual].map((marks) => cellOf(wordsAt(marks, frame), letterOf))
    const width = Math.max(...cells.map((cell) => cell.length))
    return { frame, width, cells: cells.map((cell) => cell.padEnd(width, '-')) }
  })
  const line = (index: number): string => columns.map(({ cells }) => cells[index]).join('')
  const before = columns.filter(({ frame }) => frame < first).reduce((sum, { width }) => sum + width, 0)
  return [
    `expected  ${line(0)}`,
    `came      ${line(1)}`,
    `${' '.repeat(10 + before)}^ frame ${first}: ${inWords(wordsAt(expected, first))} expected, ${inWords(wordsAt(actual, first))} came`,
    ...[...letterOf].map(([word, letter]) => `${letter} := ${word}`),
  ].join('\n')
}

const lettersOf = (words: readonly string[], given: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const taken = new Set(given.values())
  const free = letters.filter((letter) => !taken.has(letter))
  const used = new Set<string>()
  let next = 0
  return new Map(
    words.map((word) => {
      const own = given.get(word) ?? (word.length === 1 ? word : null)
      const letter = own !== null && !used.has(own) ? own : (free[next++] ?? '?')
      used.add(letter)
      return [word, letter]
    }),
  )
}

/** Every frame up to the last mark, and what comes between two of them. */
const framesOf = (marks: readonly Mark[]): readonly number[] => {
  const marked = marks.map(({ frame }) => frame)
  const whole = Array.from({ length: Math.max(0, ...marked) + 1 }, (_, frame) => frame)
  return [...new Set([...whole, ...marked])].sort((a, b) => a - b)
}

const wordsAt = (marks: readonly Mark[], at: number): readonly string[] =>
  marks.filter(({ frame }) => frame === at).map(({ word }) => word)

const isValue = (word: string): boolean => word !== errorWord && word !== completionWord

const cellOf = (words: readonly string[], letterOf: ReadonlyMap<string, string>): string => {
  const marks = words.map((word) => letterOf.get(word) ?? word).join('')
  return words.length > 1 ? `(${marks})` : marks || '-'
}

const inWords = (words: readonly string[]): string => words.join(' and ') || 'nothing'
