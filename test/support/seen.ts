import { filter, map } from 'rxjs'
import type { Extension } from '../../src/extensions/extension.ts'
import { check } from '../../src/index.ts'
import type { Status } from '../../src/model/check.ts'
import type { Container, ContainerEnd, Reading } from '../../src/model/reading.ts'
import type { See } from './live.ts'
import { containersReading, crashedContainer, hour, minute, sampleContainer, sampleHost, second } from './samples.ts'

/** A time of day, as in `21:30`, of the first day in virtual time; `31:00` is seven o'clock on the next. */
export const at = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return hours * hour + minutes * minute + seconds * second
}

/** A host that is well. */
export const calm = (time: number): Reading => sampleHost({ at: time, cpu: { percent: 10, perCore: [10] } })

export type ContainerAt = (time: number) => Container

/** Runs but for a time, from a crash to its return. */
export const down =
  (name: string, from: number, to: number, end: Partial<ContainerEnd> = {}): ContainerAt =>
  (time) =>
    time >= from && time < to
      ? crashedContainer({ at: from, ...end }, { id: name, name })
      : sampleContainer({ id: name, name, startedAt: time < from ? from - hour : to })

/** A host that is well, with these containers. */
export const seeing =
  (...containers: readonly ContainerAt[]): See =>
  (time) => [
    calm(time),
    containersReading(
      containers.map((one) => one(time)),
      { at: time },
    ),
  ]

/** An operator of the owner's, whose check may be a warning or critical: `BACKUP_OLD backup`. */
export const backup =
  (statusAt: (time: number) => Extract<Status, 'ok' | 'warning' | 'critical'>): Extension =>
  (readings$) =>
    readings$.pipe(
      filter(({ kind }) => kind === 'host'),
      map((reading) =>
        check({
          type: 'BACKUP_OLD',
          subject: 'backup',
          status: statusAt(reading.at),
          text: 'the newest is old',
          at: reading.at,
        }),
      ),
    )

/** A warning from one time to another. */
export const warningBetween = (from: number, to: number): Extension =>
  backup((time) => (time >= from && time < to ? 'warning' : 'ok'))
