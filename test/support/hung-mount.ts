import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'

/** Whether this process may mount a file system for which nobody answers. */
export const canMount = process.getuid?.() === 0 && existsSync('/dev/fuse')

/** Mounts a file system (FUSE) whose daemon never answers: whoever asks for its figures hangs until it is unmounted. */
export const mountHung = (path: string): Disposable => {
  mkdirSync(path, { recursive: true })
  const device = openSync('/dev/fuse', 'r+')
  try {
    const options = 'fd=3,rootmode=40000,user_id=0,group_id=0'
    execFileSync('mount', ['-i', '-t', 'fuse', '-o', options, 'hung', path], {
      stdio: ['ignore', 'ignore', 'pipe', device],
    })
  } catch (error) {
    closeSync(device)
    throw error
  }
  return {
    [Symbol.dispose]: () => {
      // What hangs there fails as soon as there is no daemon.
      closeSync(device)
      execFileSync('umount', ['-l', path])
    },
  }
}
