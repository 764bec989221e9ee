import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Notification } from '../../src/model/notification.ts'
import { advance, enqueue, entryOf, nextOf, remove, sizeOf, type Entry, type Queue } from '../../src/sinks/queue.ts'
import { firing, reminder, report, resolved, told } from '../support/notifications.ts'
import { sampleTime } from '../support/samples.ts'

const restarted: Notification = { kind: 'restarted', at: sampleTime, version: '1', restarts: 2, since: sampleTime }

const entry = (text: string, notification: Notification, ...more: readonly string[]): Entry =>
  entryOf(notification, [text, ...more])

const order = (queue: Queue): readonly string[] => {
  const next = nextOf(queue)
  return next === undefined ? [] : [next.texts[0], ...order(advance(queue, next))]
}

const texts = (queue: Queue): readonly string[] => queue.flatMap((one) => one.texts)

describe('what goes next', () => {
  test('is the oldest', () => {
    expect(order([entry('a', report), entry('b', told(resolved('db'))), entry('c', report)])).toEqual(['a', 'b', 'c'])
  })

  test('is a new trouble before all else', () => {
    const queue = [
      entry('a', report),
      entry('b', told(resolved('api'))),
      entry('c', told(reminder('db'))),
      entry('d', told(resolved('web'), firing('worker'))),
      entry('e', told(firing('cache'))),
    ]
    expect(order(queue)).toEqual(['d', 'e', 'a', 'b', 'c'])
  })

  test('is the earlier word on the same trouble before the later', () => {
    const queue = [entry('a', report), entry('b', told(resolved('db'))), entry('c', told(firing('db')))]
    expect(order(queue)).toEqual(['b', 'c', 'a'])
  })

  test('is the earliest of those that follow from each other', () => {
    const queue = [
      entry('a', report),
      entry('b', told(resolved('api'))),
      entry('c', told(resolved('db'), resolved('api'))),
      entry('d', told(firing('db'))),
    ]
    expect(order(queue)).toEqual(['b', 'c', 'd', 'a'])
  })

  test('is the rest of what was begun', () => {
    const first = entry('a', report, 'a2', 'a3')
    const queue = advance([first], first)
    expect(order([...queue, entry('b', told(firing('db')))])).toEqual(['a2', 'a3', 'b'])
  })

  test('is nothing of nothing', () => {
    expect(nextOf([])).toBeUndefined()
  })
})

describe('a full queue', () => {
  const full = (queue: Queue, added: Entry, inFlight: Entry | null = null) => {
    const after = enqueue(queue, added, { capacity: texts(queue).length, inFlight })
    return { queue: texts(after.queue), dropped: texts(after.dropped) }
  }

  test('drops a report before what is older', () => {
    const queue = [entry('a', told(resolved('db'))), entry('b', report)]
    expect(full(queue, entry('c', told(firing('api'))))).toEqual({ queue: ['a', 'c'], dropped: ['b'] })
  })

  test('drops the oldest reminder or report', () => {
    const queue = [entry('a', told(resolved('db'))), entry('b', told(reminder('db'))), entry('c', report)]
    expect(full(queue, entry('d', told(firing('api'))))).toEqual({ queue: ['a', 'c', 'd'], dropped: ['b'] })
  })

  test('then the oldest of the rest', () => {
    const queue = [entry('a', told(firing('db'))), entry('b', told(resolved('db'))), entry('c', restarted)]
    expect(full(queue, entry('d', told(firing('api'))))).toEqual({ queue: ['a', 'c', 'd'], dropped: ['b'] })
  })

  test('a new trouble last', () => {
    const queue = [entry('a', told(firing('db'))), entry('b', told(firing('api')))]
    expect(full(queue, entry('c', told(firing('web'))))).toEqual({ queue: ['b', 'c'], dropped: ['a'] })
  })

  test('what arrives, where all else matters more', () => {
    expect(full([entry('a', told(firing('db')))], entry('b', report))).toEqual({ queue: ['a'], dropped: ['b'] })
  })

  test('as many as it takes', () => {
    const queue = [entry('a', report), entry('b', report), entry('c', report)]
    const after = full(queue, entry('d', told(firing('db')), 'd2'))
    expect(after).toEqual({ queue: ['c', 'd', 'd2'], dropped: ['a', 'b'] })
  })

  test('never what is on its way', () => {
    const sending = entry('a', report)
    expect(full([sending, entry('b', report)], entry('c', report), sending).dropped).toEqual(['b'])
  })

  test('never what was begun', () => {
    const first = entry('a', report, 'a2')
    expect(full(advance([first], first), entry('b', report)).dropped).toEqual(['b'])
  })
})

const notification = fc
  .array(fc.tuple(fc.constantFrom(firing, reminder, resolved), fc.constantFrom('db', 'api', 'web')), { maxLength: 2 })
  .map((alerts): Notification => {
    const [first, ...rest] = alerts.map(([make, subject]) => make(subject))
    return first === undefined ? report : told(first, ...rest)
  })
const step = fc.oneof(
  fc.record({ arrives: notification, length: fc.integer({ min: 1, max: 3 }) }),
  fc.constantFrom('accepted' as const, 'refused' as const),
)

test('never holds more than its capacity, and keeps or drops all that came, in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 3, max: 20 }), (steps, capacity) => {
      let queue: Queue = []
      let came = 0
      let gone = 0
      for (const one of steps) {
        const next = nextOf(queue)
        if (typeof one === 'object') {
          const [first, ...rest] = Array.from({ length: one.length }, (_, part) => `${came}.${part}`)
          const after = enqueue(queue, entry(first ?? '', one.arrives, ...rest), { capacity, inFlight: next ?? null })
          came += 1
          gone += after.dropped.length
          queue = after.queue
          if (next) expect(queue).toContain(next)
        } else if (next) {
          const before = queue.length
          queue = one === 'accepted' ? advance(queue, next) : remove(queue, next)
          gone += before - queue.length
        }
        expect(sizeOf(queue)).toBeLessThanOrEqual(capacity)
        expect(queue.length + gone).toBe(came)
        const numbers = queue.map((kept) => Number.parseInt(kept.texts[0]))
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      }
    }),
  )
})
