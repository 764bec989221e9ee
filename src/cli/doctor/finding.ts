import type { Sayings } from '../../text/doctor-words.ts'

/** What one look found. */
export interface Finding {
  /** `odd`: it works, but is hardly meant. */
  readonly state: 'well' | 'odd' | 'bad'
  readonly what: string
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null
}

export const well = (what: string): Finding => ({ state: 'well', what, advice: null })
export const odd = (sayings: Sayings): Finding => ({ state: 'odd', ...sayings })
export const bad = (sayings: Sayings): Finding => ({ state: 'bad', ...sayings })

const marks = { well: '✓', odd: '!', bad: '✗' } as const

/** As people read it: what was found, and below it what to do. */
export const linesOf = ({ state, what, advice }: Finding): readonly string[] => [
  `${marks[state]} ${what}`,
  ...(advice === null ? [] : [`    → ${advice}`]),
]
