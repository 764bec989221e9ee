import { parsePath } from './paths.ts'
import { withDefault } from './variable.ts'

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)]

/** The parts of a text between its commas: trimmed, without the empty ones, each once. */
export const splitList = (text: string): readonly string[] =>
  unique(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )

const none: readonly string[] = []

/** Names or globs of containers; the leading `/` of the engine's own notation is dropped. */
export const containerNames = (example: string) =>
  withDefault((text) => unique(splitList(text).map((name) => name.replace(/^\//, ''))), none, {
    accepted: {
      en: 'names of containers or of Swarm services, with * and ? as wildcards and commas between them',
      pt: 'nomes de containers ou de serviços do Swarm, com * e ? como curingas, separados por vírgula',
    },
    example,
  })

/** Absolute paths of mounts. */
export const mounts = (example: string) =>
  withDefault((text) => unique(splitList(text).map(parsePath)), none, {
    accepted: {
      en: 'absolute paths with commas between them',
      pt: 'caminhos absolutos separados por vírgula',
    },
    example,
  })
