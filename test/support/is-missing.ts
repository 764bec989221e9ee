import { spawnSync } from 'node:child_process'

/** Whether a command that a test needs does not work here: then it says in one line what is skipped. */
export const isMissing = (title: string, file: string, ...options: readonly string[]): boolean => {
  const works = spawnSync(file, options).status === 0
  if (!works) console.warn(`Skipped, as ${file} does not work here: ${title}`)
  return !works
}
