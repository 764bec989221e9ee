import type { Ending } from '../model/check.ts'
import type { Container, ContainerEnd } from '../model/reading.ts'
import type { ContainerTrouble, Language, Trouble } from './language.ts'

const loopRestarts = 3
const loopUptime = 5 * 60_000

/** What people would call it: a container that was restarted again and again, each time for a short while, is in a loop. */
export const containerTrouble = (container: Container, ending: Ending | null): ContainerTrouble => {
  if (ending === null) return 'unhealthy'
  const { state, restartCount, startedAt, end } = container
  const short = startedAt === null || end === null || end.at - startedAt < loopUptime
  const again = ending === 'crashed' || state === 'restarting'
  return again && restartCount >= loopRestarts && short ? 'restarting' : ending
}

/** `5 vezes, código 137, memória esgotada` */
export const causeOf = ({ restartCount, end }: Container, trouble: Trouble, language: Language): string =>
  [
    ...(trouble === 'restarting' ? [language.times(restartCount)] : []),
    ...(trouble === 'completed' || end === null ? [] : exitWords(end, language)),
  ].join(', ')

const exitWords = ({ exitCode, oomKilled }: ContainerEnd, language: Language): readonly string[] => [
  ...(exitCode === null ? [] : [language.exitCode(exitCode)]),
  ...(oomKilled ? [language.memoryExhausted] : signalWords(exitCode ?? 0, language)),
]

/** A process that a signal ended has 128 and the signal's number as its code: what shells and Docker agree upon. */
const signalWords = (exitCode: number, language: Language): readonly string[] => {
  const signal = exitCode - 128
  if (signal <= 0 || signal > 64) return []
  if (signal === 9) return [language.killed]
  return [signal === 11 ? language.segmentationFault : language.signal(signal)]
}
