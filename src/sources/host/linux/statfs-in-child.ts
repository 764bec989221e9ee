import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { Observable } from 'rxjs'
import type { FileSystemStatistics } from './disk-usage.ts'

/** Asks for the figures of file systems in a process of its own. */
export interface StatfsInChild {
  readonly statfs: (path: string) => Observable<FileSystemStatistics>
  /** Ends that process, if there is one: whatever hangs in it is no longer waited for. */
  readonly end: () => void
}

/** How many may hang before nobody else is answered any more. */
export const threads = 16

/** A line names a path; the line that answers has its figures, or why there are none. Without a reader it ends itself. */
const script = `
const { statfs } = require('node:fs')
require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, path } = JSON.parse(line)
    statfs(path, (error, statistics) => console.log(JSON.stringify({ id, code: error?.code ?? null, statistics })))
  })
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
`

interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly asked: Map<number, (answer: ChildAnswer) => void>
}

interface ChildAnswer {
  readonly code: string | null
  readonly statistics: FileSystemStatistics | undefined
}

/**
 * A call that hangs holds one of libuv's threads, of which the agent has four for everything: in a child that has threads for
 * nothing else it holds up nobody. The child is begun when it is first asked, knows nothing of the agent's environment, and
 * ends with the agent.
 */
export const createStatfsInChild = (): StatfsInChild => {
  let running: Running | null = null
  let lastId = 0

  const begin = (): Running => {
    const flags = ['--max-semi-space-size=1', '--max-old-space-size=16', '--jitless']
    const child = spawn(process.execPath, [...flags, '--eval', script], {
      cwd: '/',
      env: { UV_THREADPOOL_SIZE: String(threads) },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const begun: Running = { child, asked: new Map() }
    const fail = (code: string): void => {
      if (running === begun) running = null
      for (const tell of begun.asked.values()) tell({ code, statistics: undefined })
    }
    child.on('error', (error) => fail('code' in error && typeof error.code === 'string' ? error.code : 'EIO'))
    child.on('exit', () => fail('EIO'))
    child.stdin.on('error', () => undefined)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, ...answer } = parse(line)
      begun.asked.get(id)?.(answer)
    })
    // It does not keep the agent from ending.
    child.unref()
    for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref()
    return begun
  }
  const statfs = (path: string): Observable<FileSystemStatistics> =>
    new Observable((subscriber) => {
      const { child, asked } = (running ??= begin())
      const id = (lastId += 1)
      asked.set(id, ({ code, statistics }) => {
        asked.delete(id)
        if (statistics === undefined) subscriber.error(Object.assign(new Error('statfs failed'), { code }))
        else {
          subscriber.next(statistics)
          subscriber.complete()
        }
      })
      child.stdin.write(`${JSON.stringify({ id, path })}\n`)
      return () => void asked.delete(id)
    })
  return {
    statfs,
    end: () => {
      running?.child.kill('SIGKILL')
      running = null
    },
  }
}

const parse = (line: string): ChildAnswer & { readonly id: number } => {
  const answer: unknown = JSON.parse(line)
  const isRecord = typeof answer === 'object' && answer !== null
  const id = isRecord && 'id' in answer && typeof answer.id === 'number' ? answer.id : 0
  const code = isRecord && 'code' in answer && typeof answer.code === 'string' ? answer.code : null
  const statistics =
    isRecord && 'statistics' in answer && isStatistics(answer.statistics) ? answer.statistics : undefined
  return { id, code, statistics }
}

const figures = ['frsize', 'blocks', 'bfree', 'bavail', 'files', 'ffree'] as const

const isStatistics = (value: unknown): value is FileSystemStatistics =>
  typeof value === 'object' &&
  value !== null &&
  figures.every((name) => name in value && typeof Object.getOwnPropertyDescriptor(value, name)?.value === 'number')
