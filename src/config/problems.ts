/** One thing that is wrong with the configuration. Never holds a value. */
export interface Problem {
  readonly name: string
  /** What is wrong, worded to follow the name. */
  readonly what: string
  /** What is accepted in its place. */
  readonly accepted: string
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** The one message that says why the agent cannot start: every problem, then what else looks odd. */
export const renderProblems = ({
  problems,
  warnings,
}: {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}): string =>
  [
    `Vigilo cannot start: its configuration has ${count(problems.length, 'problem')}.`,
    ...problems.map(({ name, what, accepted }) => `\n  ${name} ${what}.\n    Accepted: ${accepted}`),
    ...(warnings.length > 0 ? ['\nBesides:'] : []),
    ...warnings.map((warning) => `  ${warning}`),
    '',
  ].join('\n')
