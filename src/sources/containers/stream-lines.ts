import type { Readable } from 'node:stream'
import { Observable } from 'rxjs'
import { EngineError } from './failure-reason.ts'

/**
 * The lines of a stream that is to last for ever. However it breaks is an error: an engine that goes down cuts it,
 * mostly without `end`. Unsubscribing destroys it.
 */
export const streamLines = (stream: Readable): Observable<string> =>
  new Observable((subscriber) => {
    let rest = ''
    const broken = () => subscriber.error(new EngineError({ code: 'connectionLost', system: null }))
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) subscriber.next(line)
    })
    for (const event of ['aborted', 'error', 'close', 'end']) stream.on(event, broken)
    return () => stream.destroy()
  })
