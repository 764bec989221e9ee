import { parseMarbleDiagramSpecification } from '@swirly/parser'
import type { DiagramSpecification, StreamSpecification } from '@swirly/types'
import { parseDuration } from './duration.ts'

/** One mark on a line: a value's word, an error or the completion, at a frame. */
export interface Mark {
  readonly frame: number
  readonly word: string
}

export interface Line {
  readonly title: string
  readonly marks: readonly Mark[]
  /** In frames. */
  readonly duration: number
}

export interface Operator {
  readonly name: string
  readonly options: ReadonlyMap<string, string>
}

/** A diagram that can be run: lines in, an operator, the line that must come out. */
export interface Diagram {
  /** Milliseconds of one frame: the comment `% frame = 1m` says it, otherwise a second. */
  readonly frame: number
  readonly inputs: readonly Line[]
  /** What a line goes through, in order: `> sustain 30s | alertLifecycle` names two. */
  readonly operators: readonly Operator[]
  readonly expected: Line
  /** The letters of the file, by what they stand for; those of the expected line win. */
  readonly letters: ReadonlyMap<string, string>
}

export const errorWord = '#'
export const completionWord = '|'

/** Reads a Swirly specification. Throws an Error that says what is missing. */
export const parseDiagram = (text: string): Diagram => {
  const { content } = parseMarbleDiagramSpecification(text)
  const streams = content.filter(isStream).map(toLine)
  const [operator, ...further] = [...text.matchAll(/^> *(.+)$/gm)].map(([, line = '']) => line)
  const expected = streams.at(-1)
  if (operator === undefined || further.length > 0)
    throw new Error('one line must name the operator, as in "> cooldown 5m"')
  if (!expected || streams.length < 2) throw new Error('a line above the operator and one below it are needed')
  return {
    frame: parseDuration(/^% *frame *= *(\S+)/m.exec(text)?.[1] ?? '1s'),
    inputs: streams.slice(0, -1),
    operators: operator.split(' | ').map(parseOperator),
    expected,
    letters: new Map([...text.matchAll(/^(\S) := (.*\S)\s*$/gm)].map(([, letter = '', word = '']) => [word, letter])),
  }
}

type Part = DiagramSpecification['content'][number]
const isStream = (part: Part): part is StreamSpecification => part.kind === 'S'

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const toLine = ({ title, messages, duration }: StreamSpecification): Line => ({
  title: title ?? '',
  duration,
  marks: messages.map(({ frame, notification }) => ({
    frame,
    word:
      notification.kind === 'N' ? wordOf(notification.value) : notification.kind === 'E' ? errorWord : completionWord,
  })),
})

/** `cooldown 5m` has one option without a name, `sustain for=30s` one with. */
const parseOperator = (title: string): Operator => {
  const [name = '', ...options] = title.trim().split(/\s+/)
  const entries = options.map((option): [string, string] => {
    const [key = '', value] = option.split('=', 2)
    return value === undefined ? ['', key] : [key, value]
  })
  return { name, options: new Map(entries) }
}
