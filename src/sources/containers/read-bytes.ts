import type { Readable } from 'node:stream'
import { Observable } from 'rxjs'
import { EngineError } from './failure-reason.ts'

const mostBytes = 1024 * 1024

/** Reads a stream to its end, or the first MiB of it. Emits once and completes; unsubscribing destroys it. */
export const readBytes = (stream: Readable): Observable<Buffer> =>
  new Observable((subscriber) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = () => {
      subscriber.next(Buffer.concat(chunks))
      subscriber.complete()
    }
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size >= mostBytes) finish()
    })
    stream.on('end', finish)
    for (const event of ['aborted', 'error', 'close'])
      stream.on(event, () => subscriber.error(new EngineError({ code: 'connectionLost', system: null })))
    return () => stream.destroy()
  })
