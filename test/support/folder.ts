import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary folder. Disposing of it removes it with all that is in it. */
export interface Folder extends Disposable {
  readonly path: string
  /** Writes a file and returns its path. */
  readonly write: (name: string, text: string) => string
  readonly read: (name: string) => string
  /** Copies all that is in another folder into it. */
  readonly copy: (from: string) => void
}

export const createFolder = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
  return {
    path,
    write: (name, text) => {
      writeFileSync(join(path, name), text)
      return join(path, name)
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
    copy: (from) => cpSync(from, path, { recursive: true }),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
