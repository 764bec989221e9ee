import { describe, expect, test } from 'vitest'
import type { Container, ContainerEnd } from '../../../src/model/reading.ts'
import { readReading } from '../../../src/cli/marbles/vocabulary.ts'
import { endingOf } from '../../../src/streams/checks/ending-of.ts'

const container = (word: string, end: Partial<ContainerEnd> = {}, further: Partial<Container> = {}): Container => {
  const reading = readReading(`db ${word}`, 100_000)
  const [one] = reading.kind === 'containers' ? reading.containers : []
  if (!one) throw new Error('no container')
  return { ...one, end: one.end && { ...one.end, ...end }, ...further }
}

const signal = (name: string, secondsBefore: number): Partial<ContainerEnd> => ({
  signal: { name, at: 100_000 - secondsBefore * 1_000 },
})

describe('endingOf', () => {
  test.each([
    ['running', container('up'), null],
    ['paused', container('paused'), 'paused'],
    ['created', container('created'), 'created'],
    ['by itself with a code', container('exit 1'), 'crashed'],
    ['by itself with 0', container('exit 0'), 'completed'],
    ['while nobody listened', container('exit 1', { witnessed: false }), 'unwitnessed'],
    ['with no end told', container('exit 1', {}, { end: null }), 'unwitnessed'],
    ['docker stop', container('exit 143', signal('SIGTERM', 0.1)), 'stopped'],
    ['docker stop, with 0', container('exit 0', signal('SIGTERM', 3)), 'stopped'],
    ['docker kill', container('exit 137', signal('SIGKILL', 0.1)), 'stopped'],
    ['docker kill -s INT', container('exit 130', signal('SIGINT', 0.1)), 'stopped'],
    ['docker kill -s QUIT', container('exit 131', signal('SIGQUIT', 0.1)), 'stopped'],
    ['killed by docker stop when its time was over', container('exit 137', signal('SIGKILL', 0.1)), 'stopped'],
    ['docker kill -s HUP, and then a crash', container('exit 1', signal('SIGHUP', 0.1)), 'crashed'],
    ['its own stop signal', container('exit 1', signal('SIGHUP', 0.1), { stopSignal: 'SIGHUP' }), 'stopped'],
    ['a crash long after a signal that it survived', container('exit 1', signal('SIGTERM', 60)), 'crashed'],
    [
      'a slow stop with its own time-out',
      container('exit 0', signal('SIGTERM', 60), { stopTimeoutSeconds: 90 }),
      'stopped',
    ],
    ['docker stop -t 60', container('exit 1', { ...signal('SIGTERM', 30), stop: 'asked' }), 'stopped'],
    ['stopped with the engine', container('exit 0', { ...signal('SIGTERM', 3), stop: 'engine' }), 'unwitnessed'],
    ['a start that failed', container('created', {}, { startError: 'no such device' }), 'notStarted'],
    ['a start that failed after others', container('exit 1', {}, { startError: 'no such device' }), 'notStarted'],
    ['out of memory', container('exit 137', { oomKilled: true }), 'crashed'],
    ['restarting after a crash', container('exit 1', {}, { state: 'restarting' }), 'crashed'],
  ])('%s', (_, given, ending) => {
    expect(endingOf(given)).toBe(ending)
  })
})
