import { expect, test } from 'vitest'
import type { Reading } from '../../src/model/reading.ts'
import { keepPresence } from '../../src/sinks/keep-presence.ts'
import { containersReading, minute, sampleContainer, sampleHost, second } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const seen = (...names: readonly string[]): Reading =>
  containersReading(names.map((name) => sampleContainer({ id: name, name })))

const noted = (readings: readonly (readonly [number, Reading | '|'])[], until: number) => {
  const notes: [number, readonly string[] | null][] = []
  record<never>(
    (play) => keepPresence((at, running) => notes.push([at, running]))({ readings$: play<Reading>(readings) }),
    until,
  )
  return notes
}

test('each minute, a second after the containers change, and at the end', () => {
  const readings = [
    [0, seen('db')],
    [10 * second, seen('db')],
    [20 * second, seen('db', 'web')],
    [20.5 * second, seen('web')],
    [100 * second, '|'],
  ] as const
  expect(noted(readings, 2 * minute)).toEqual([
    [second, ['db']],
    [21 * second, ['web']],
    [minute, ['web']],
    [100 * second, ['web']],
  ])
})

test('while no containers were seen nobody says that none run', () => {
  expect(noted([[0, sampleHost()]], minute + second)).toEqual([
    [minute, null],
    [minute + second, null],
  ])
})
