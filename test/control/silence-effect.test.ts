import { Observable } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import type { Request } from '../../src/control/request.ts'
import type { Command } from '../../src/model/command.ts'
import { byPhone, live } from '../support/live.ts'
import { containersReading, crashedContainer, minute, sampleContainer, second } from '../support/samples.ts'

const names = { id: 'db', name: 'db', containerName: 'db' }

const silenceOf = (duration: number): Command => ({
  kind: 'silence',
  type: '*',
  subject: 'db',
  by: 'ana',
  reason: '',
  duration,
  times: [],
})

/** What people got of a container that crashed after 60 s, given these commands at these seconds. */
const toldAfter = (commands: Readonly<Record<number, Command>>): readonly string[] =>
  live(
    {
      env: byPhone,
      see: (at) => [
        containersReading([at < minute ? sampleContainer(names) : crashedContainer({ at: minute }, names)], { at }),
      ],
      requests: (_from: number, scheduler: TestScheduler): Observable<Request> =>
        new Observable((subscriber) => {
          for (const [at, asked] of Object.entries(commands)) {
            const ask = (): void => subscriber.next({ asked, reply: () => undefined })
            subscriber.add(scheduler.schedule(ask, Number(at) * second))
          }
        }),
    },
    [{ from: 0, to: 20 * minute }],
  ).filter((line) => line.includes('db'))

test('a crash is told in its second', () => {
  expect(toldAfter({})).toEqual(['60: firing CONTAINER_NOT_RUNNING db'])
})

test('a silence holds from the moment at which it is given, and what it held is told at the moment at which it is taken back', () => {
  expect(toldAfter({ 59: silenceOf(2 * 60 * minute), 333: { kind: 'unsilence', id: '1' } })).toEqual([
    '333: firing CONTAINER_NOT_RUNNING db',
  ])
})

test('one that runs out while its trouble lasts: then that is told', () => {
  expect(toldAfter({ 59: silenceOf(5 * minute) })).toEqual(['359: firing CONTAINER_NOT_RUNNING db'])
})
