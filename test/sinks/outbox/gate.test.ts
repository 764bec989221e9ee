import { concat, defer, ignoreElements, map, merge, of, tap, timer, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { Outcome } from '../../../src/model/delivery.ts'
import type { ConnectionTest } from '../../../src/model/notification.ts'
import { inEnglish } from '../../../src/text/reason-words.ts'
import { createGate, type Gate } from '../../../src/sinks/outbox/gate.ts'
import { minute, second } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const host = { name: 'ntfy.example.com', isAsked: true }

const channel = ({
  host: given = host,
  recipients = ['ana'],
  isOk = () => true,
}: { host?: Channel['host']; recipients?: readonly string[]; isOk?: () => boolean } = {}): Channel => ({
  name: 'scripted',
  recipients,
  host: given,
  pace: null,
  render: () => [],
  send: () => of({ kind: 'sent', messageId: null }),
  test: () =>
    defer(() =>
      of<ConnectionTest>({
        name: 'scripted',
        result: isOk() ? { ok: true } : { ok: false, reason: { code: 'quoted', text: 'state close' } },
      }),
    ),
})

const sent: Outcome = { kind: 'sent', messageId: null }
const again: Outcome = {
  kind: 'again',
  reason: { code: 'quoted', text: 'Evolution answered 500' },
  afterMilliseconds: null,
  mayHaveArrived: false,
}
const refused: Outcome = { kind: 'refused', reason: { code: 'quoted', text: 'invalid (400)' } }
const unknown: Outcome = { kind: 'refused', reason: { code: 'quoted', text: 'not on WhatsApp' }, of: 'recipient' }

test.each<[Channel['host'], string | null]>([
  [{ name: 'ntfy.example.com', isAsked: true }, 'ntfy.example.com'],
  [{ name: 'hook.example.com', isAsked: false }, null],
  [null, null],
])('a look says which host was asked: %j', (given, asked) => {
  const looks = record(
    () => createGate(channel({ host: given })).readings$.pipe(map((look) => [look.state, look.asked])),
    minute,
  )
  expect(looks[0]).toEqual([30 * second, ['open', asked]])
})

/** How the channel is said to be, each time that this changes, while these things happen. */
const statesOf = (
  given: Channel,
  events: readonly (readonly [number, (gate: Gate) => void])[],
  until = 10 * minute,
): readonly unknown[] => {
  let last = ''
  return record(() => {
    const gate = createGate(given)
    const happen = events.map(([time, act]): Observable<never> =>
      timer(time).pipe(
        tap(() => act(gate)),
        ignoreElements(),
      ),
    )
    return merge(gate.readings$, ...happen).pipe(
      map(({ state, reason }) => `${state} ${reason === null ? '' : inEnglish(reason)}`.trim()),
    )
  }, until).flatMap(([time, state]) => {
    if (state === last) return []
    last = state
    return [[time / second, state]]
  })
}

describe('what becomes of messages decides how a channel is', () => {
  test('every attempt fails, though the test says that it is open', () => {
    const note = (gate: Gate): void => gate.note('ana', again)
    expect(
      statesOf(channel(), [
        [second, note],
        [5 * minute, note],
      ]),
    ).toEqual([[1, 'down “Evolution answered 500”']])
  })

  test('one goes through again', () => {
    const events = [
      [second, (gate: Gate) => gate.note('ana', again)],
      [10 * second, (gate: Gate) => gate.note('ana', sent)],
    ] as const
    expect(statesOf(channel(), events)).toEqual([
      [1, 'down “Evolution answered 500”'],
      [10, 'open'],
    ])
  })

  test.each([
    ['again', again],
    ['refused for good', unknown],
  ])('all recipients fail, and not only one: %s', (_, outcome) => {
    const one = [[second, (gate: Gate) => gate.note('ana', outcome)]] as const
    const both = [...one, [2 * second, (gate: Gate) => gate.note('rui', outcome)]] as const
    const given = channel({ recipients: ['ana', 'rui'] })
    expect(statesOf(given, one)).toEqual([[30, 'open']])
    expect(statesOf(given, both)).toEqual([[2, `down ${'reason' in outcome ? inEnglish(outcome.reason) : ''}`]])
  })

  test('one message that is refused may be at fault itself; two are not', () => {
    const first = [[second, (gate: Gate) => gate.note('ana', refused)]] as const
    expect(statesOf(channel(), first)).toEqual([[30, 'open']])
    expect(statesOf(channel(), [...first, [40 * second, (gate: Gate) => gate.note('ana', refused)]])).toEqual([
      [30, 'open'],
      [40, 'down “invalid (400)”'],
    ])
  })

  test('what is a message’s own fault says nothing', () => {
    const events = [
      [second, (gate: Gate) => gate.note('ana', again)],
      [2 * second, (gate: Gate) => gate.note('ana', 'its own fault')],
    ] as const
    expect(statesOf(channel(), events).at(-1)).toEqual([2, 'open'])
  })
})

describe('the connection test is a hint', () => {
  test('before anything was sent it is all that is known', () => {
    expect(statesOf(channel({ isOk: () => false }), [])).toEqual([[30, 'down “state close”']])
  })

  test('that says the contrary of what is sent is wrong', () => {
    const note = (gate: Gate): void => gate.note('ana', sent)
    expect(statesOf(channel({ isOk: () => false }), [[40 * second, note]])).toEqual([
      [30, 'down “state close”'],
      [60, 'open'],
    ])
  })

  test('a closed channel is tried all the same after five minutes', () => {
    const open: (readonly [number, boolean])[] = []
    record(() => {
      const gate = createGate(channel({ isOk: () => false }))
      gate.close({ cause: 'closed', reason: { code: 'quoted', text: 'no such instance' } })
      const asked$ = concat(
        ...[4, 6].map((at) =>
          timer(at === 4 ? 4 * minute : 2 * minute).pipe(tap(() => open.push([at, gate.isOpen()]))),
        ),
      )
      return merge(gate.readings$, asked$.pipe(ignoreElements()))
    }, 7 * minute)
    expect(open).toEqual([
      [4, false],
      [6, true],
    ])
  })

  test('when it says that the channel is open again, what waits need not wait longer', () => {
    let isOk = false
    const reopened = record(() => {
      const gate = createGate(channel({ isOk: () => isOk }))
      const mend$ = timer(100 * second).pipe(
        tap(() => {
          isOk = true
        }),
        ignoreElements(),
      )
      return merge(gate.reopened$.pipe(map(() => 'reopened')), gate.readings$.pipe(ignoreElements()), mend$)
    }, 5 * minute)
    expect(reopened).toEqual([[120 * second, 'reopened']])
  })
})
