import { defer, map, type MonoTypeOperatorFunction } from 'rxjs'
import type { Container, Reading } from '../model/reading.ts'

/**
 * Makes of a Swarm service's tasks one container a slot, which is named after it: `web.1`, or `web` where the service
 * is global. A container that belongs to no service stays as it is.
 *
 * ```
 * readings:        a------b------c------d     a: web.1.x runs, b: web.1.x crashed, c: web.1.y created, d: web.1.y runs
 * oneTaskPerSlot:  (x up)-(x ex)-(x ex)-(y up)   each called web.1
 * ```
 *
 * The task that runs speaks for its slot, else the one that ended last, else one that is to start. A task that has
 * ended and was replaced is left out from then on, even when its replacement goes. On error and on completion: passes
 * them on.
 *
 * @example readings$.pipe(oneTaskPerSlot())
 */
export const oneTaskPerSlot = (): MonoTypeOperatorFunction<Reading> => (readings$) =>
  defer(() => {
    let replaced: ReadonlySet<string> = new Set()
    return readings$.pipe(
      map((reading) => {
        if (reading.kind !== 'containers') return reading
        const others = reading.containers.filter((container) => !isTask(container))
        const tasks = reading.containers.filter(isTask)
        const candidates = tasks.filter(({ id }) => !replaced.has(id))
        const speakers = [...Map.groupBy(candidates, slotName)].map(([name, rivals]) => ({
          ...rivals.reduce(speaker),
          name,
        }))
        const speaking = new Set(speakers.map(({ id }) => id))
        replaced = new Set(tasks.filter((task) => rankOf(task) === ended && !speaking.has(task.id)).map(({ id }) => id))
        return { ...reading, containers: [...others, ...speakers] }
      }),
    )
  })

type Task = Container & { readonly service: NonNullable<Container['service']> }

const isTask = (container: Container): container is Task => container.service !== null

const slotName = ({ service: { name, slot } }: Task): string => (slot === null ? name : `${name}.${slot}`)

/** Of two that have ended the newer one is the first: so the engine lists them. */
const speaker = (one: Task, other: Task): Task => (rankOf(other) < rankOf(one) ? other : one)

const ended = 1

const rankOf = ({ state }: Task): number => {
  if (state === 'created') return 2
  return state === 'running' || state === 'paused' || state === 'restarting' ? 0 : ended
}
