import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

const fixtures = join(import.meta.dirname, '../../fixtures/host')

export const fixturePath = (name: string): string => join(fixtures, name)
export const fixture = (name: string): string => readFileSync(fixturePath(name), 'utf8')

export interface HostRoot {
  readonly path: string
  /** Copies a fixture over it. */
  readonly lay: (name: string) => void
  readonly write: (name: string, text: string) => void
  readonly remove: (name: string) => void
}

/** A folder that looks like a host's `/`, for the length of one test. */
export const createHostRoot = (): HostRoot => {
  const path = mkdtempSync(join(tmpdir(), 'vigilo-host-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return {
    path,
    lay: (name) => cpSync(fixturePath(name), path, { recursive: true }),
    write: (name, text) => {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text)
    },
    remove: (name) => rmSync(join(path, name), { recursive: true }),
  }
}
