import type { CrashLoopDetails, Ending } from '../model/check.ts'
import type { Container, ContainerEnd } from '../model/reading.ts'
import type { ContainerTrouble, Language, Trouble } from './language.ts'

/** What is wrong with a container that is not well. */
export const containerTrouble = (ending: Ending | null): ContainerTrouble => ending ?? 'unhealthy'

/** `código 137, memória esgotada` */
export const causeOf = ({ end }: Container, trouble: Trouble, language: Language): string =>
  trouble === 'completed' || trouble === 'notStarted' || end === null ? '' : exitWords(end, language).join(', ')

/** `códigos 1, 137`: each once. */
export const codesOf = ({ exitCodes }: CrashLoopDetails, language: Language): string => {
  const codes = [...new Set(exitCodes)].filter((code) => code !== null)
  return codes.length === 0 ? '' : language.exitCodes(codes)
}

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
