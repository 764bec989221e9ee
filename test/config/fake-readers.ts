import type { Readers } from '../../src/config/readers.ts'

/** A host called `box` in São Paulo, outside any container, with the files that are given. */
export const readersOf = (files: Readonly<Record<string, string>> = {}, inContainer = false): Readers => ({
  file: (path) => files[path] ?? null,
  hostName: (hostRoot) => (hostRoot === '/' ? 'box' : `box at ${hostRoot}`),
  timeZone: (hostRoot) => (hostRoot === '/' ? 'America/Sao_Paulo' : 'America/Manaus'),
  inContainer: () => inContainer,
})
