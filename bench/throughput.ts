import { from, map } from 'rxjs'
import type { Reading } from '../src/model/reading.ts'
import {
  containersReading,
  crashedContainer,
  sampleContainer,
  sampleDisk,
  sampleHost,
} from '../test/support/samples.ts'
import { median, printFigure, type Bench } from './support/bench.ts'
import { judge } from './support/judge.ts'

const runs = 5

/** In trouble for 5 of 100 readings, so that alerts begin and wait to end. */
const inTrouble = (index: number): boolean => index % 100 >= 95

const host = (index: number): Reading =>
  inTrouble(index)
    ? sampleHost({ at: index, cpu: { percent: 97, perCore: [97, 97] }, disks: [sampleDisk({ percent: 95 })] })
    : sampleHost({ at: index })

const containers = (index: number): Reading =>
  containersReading(
    Array.from({ length: 20 }, (_, number) => {
      const given = { id: `id-${number}`, name: `app-${number}` }
      return inTrouble(index) && number === 0 ? crashedContainer({}, given) : sampleContainer(given)
    }),
    { at: index },
  )

const mixes: readonly { readonly name: string; readonly count: number; readonly at: (index: number) => Reading }[] = [
  { name: 'host readings, 3 checks each', count: 200_000, at: host },
  { name: 'readings of 20 containers, 40 checks each', count: 20_000, at: containers },
  {
    name: 'both by turns, as the agent reads them',
    count: 40_000,
    at: (index) => (index % 2 ? containers : host)(index >> 1),
  },
]

/** Readings a second through all operators from checkHost to group; 5 of 100 tell of trouble. */
export const throughput: Bench = ({ signal }) => {
  for (const { name, count, at } of mixes) {
    const readings = Array.from({ length: count }, (_, index) => at(index))
    const judged = median(
      Array.from({ length: runs }, () => perSecond(readings, () => from(readings).pipe(judge).subscribe())),
    )
    const mapped = median(
      Array.from({ length: runs }, () =>
        perSecond(readings, () =>
          from(readings)
            .pipe(map((reading) => ({ reading })))
            .subscribe(),
        ),
      ),
    )
    signal.throwIfAborted()
    const limit = at === host ? 'at least 200,000' : ''
    printFigure(`${name}; a bare map: ${(mapped / judged).toFixed(0)} times as many`, `${judged.toFixed(0)} /s`, limit)
  }
}

const perSecond = ({ length }: readonly Reading[], run: () => void): number => {
  const startedAt = performance.now()
  run()
  return (length * 1_000) / (performance.now() - startedAt)
}
