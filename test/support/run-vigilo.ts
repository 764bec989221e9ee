import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { Environment } from '../process/environment.ts'
import type { Folder } from './folder.ts'

/** Runs a command beside the agent to its end, in a folder and in English unless something else is said. */
export const vigilo = async (folder: Folder, environment: Environment, ...words: readonly string[]) => {
  const child = spawn(process.execPath, [join(inject('bundle'), 'cli.mjs'), ...words], {
    cwd: folder.path,
    env: { PATH: process.env.PATH, MESSAGE_LANGUAGE: 'en', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close').then(([code]: unknown[]) => code)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { stdout, stderr, code }
}
