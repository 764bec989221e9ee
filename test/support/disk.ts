import { spawnSync } from 'node:child_process'
import { createFolder, type Folder } from './folder.ts'
import { isMissing } from './is-missing.ts'

/** A folder that is a disk of its own. */
export const createDisk = (options: string): Folder => {
  const folder = createFolder()
  const run = (command: string, ...words: readonly string[]): void => {
    const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  run('mount', '-t', 'tmpfs', '-o', options, 'vigilo-test', folder.path)
  return {
    ...folder,
    [Symbol.dispose]: () => {
      run('umount', '--lazy', folder.path)
      folder[Symbol.dispose]()
    },
  }
}

/** Mounting takes rights that a test may not have. */
export const noDisks = isMissing(
  'disks that are full or read-only',
  'sh',
  '-c',
  'd=$(mktemp -d) && mount -t tmpfs none $d && umount $d && rmdir $d',
)
