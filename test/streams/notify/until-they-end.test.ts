import { expect, test } from 'vitest'
import type { Acknowledgement } from '../../../src/model/acknowledgement.ts'
import { untilTheyEnd } from '../../../src/streams/notify/until-they-end.ts'
import { minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const until = (time: number): Acknowledgement => ({ life: time, severity: 'critical', by: 'ana', until: time })

test('each holds until its time, and it is said when one ends', () => {
  const given = [until(20 * second), until(3 * minute)]
  const said = record((play) => play([[second, given]]).pipe(untilTheyEnd()), 4 * minute)
  const changes = said.flatMap(([at, holding]) => (typeof holding === 'string' ? [] : [[at, holding.length] as const]))
  const counts = changes.filter(([, count], index) => count !== changes[index - 1]?.[1])
  expect(counts).toEqual([
    [second, 2],
    [20 * second, 1],
    [3 * minute, 0],
  ])
})
