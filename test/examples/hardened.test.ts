import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allowedPaths } from '../../src/sources/containers/allowed-paths.ts'

const compose = readFileSync('examples/hardened/compose.yaml', 'utf8')

test('the proxy lets through what the client asks for, and nothing else', () => {
  const allowed = [...compose.matchAll(/-allow([A-Z]+)=(.*)'/g)].map(([, method, pattern]) => `${method} ${pattern}`)
  expect(allowed).toEqual(allowedPaths.map((path) => `GET ${path.replace('{id}', '[a-zA-Z0-9][a-zA-Z0-9_.-]*')}`))
})
