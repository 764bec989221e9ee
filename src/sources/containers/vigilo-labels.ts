import type { LabelProblem, VigiloLabels } from '../../model/reading.ts'

const prefix = 'vigilo.'

/** Most problems of one container that are told: its labels may be any number. */
const maxProblems = 5

const maxNameLength = 100

/**
 * Reads the labels by which an owner says how a container is watched: `vigilo.enable` (true, false), `vigilo.name`,
 * `vigilo.cpu` and `vigilo.ram` (percent, or off). Null where there is none of them.
 *
 * One that is not valid, or not known, says nothing and is a problem.
 */
export const parseVigiloLabels = (labels: Readonly<Record<string, string>>): VigiloLabels | null => {
  const given = new Map<string, string>()
  for (const label in labels) if (label.startsWith(prefix)) given.set(label, labels[label] ?? '')
  if (given.size === 0) return null

  const problems: LabelProblem[] = []
  const read = <T>(name: string, parse: (text: string) => T | null): T | null => {
    const label = `${prefix}${name}`
    const text = given.get(label)?.trim()
    given.delete(label)
    if (text === undefined) return null
    const value = parse(text)
    if (value === null) problems.push({ label, reason: 'invalid' })
    return value
  }
  const known = {
    enable: read('enable', parseFlag),
    name: read('name', parseName),
    cpu: read('cpu', parsePercent(maxCpuPercent)),
    ram: read('ram', parsePercent(100)),
  }
  const unknown = [...given.keys()].map((label): LabelProblem => ({ label, reason: 'unknown' }))
  return { ...known, problems: [...problems, ...unknown].slice(0, maxProblems) }
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false }

const parseFlag = (text: string): boolean | null => flags[text.toLowerCase()] ?? null

const parseName = (text: string): string | null => (text === '' || text.length > maxNameLength ? null : text)

/** 100 is one core: of a thousand of them. */
const maxCpuPercent = 100_000

const parsePercent =
  (max: number) =>
  (text: string): number | 'off' | null => {
    if (text.toLowerCase() === 'off') return 'off'
    const percent = /^\d+(\.\d+)?%?$/.test(text) ? parseFloat(text) : 0
    return percent >= 1 && percent <= max ? percent : null
  }
