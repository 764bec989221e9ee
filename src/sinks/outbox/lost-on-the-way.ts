import { asyncScheduler, EMPTY, mergeMap, type Observable, type Subject } from 'rxjs'
import type { Log } from '../../log.ts'
import type { Channel } from '../../model/channel.ts'
import type { Delivery } from '../../model/delivery.ts'
import type { Notification } from '../../model/notification.ts'
import type { Reason } from '../../model/reason.ts'
import { inEnglish } from '../../text/reason-words.ts'
import { onceFree } from './busy.ts'
import type { Gate } from './gate.ts'
import type { Losses } from './losses.ts'
import type { Store } from './store.ts'

/** All texts of it were accepted. */
export interface AcceptedMessage {
  readonly id: number
  /** What its address was to read. */
  readonly was: Notification | null
}

const reason: Reason = { code: 'lostOnTheWay' }

/**
 * Watches what becomes of what was accepted: what is lost is sent once more, and then refused, so that others tell it.
 *
 * @param accepted$  what was accepted
 * @param lost$      is told when something waits again
 * @param refuse     gives up a message
 */
export const lostOnTheWay = ({
  channel,
  recipient,
  to,
  store,
  gate,
  log,
  losses,
  accepted$,
  lost$,
  refuse,
}: {
  channel: Channel
  recipient: string
  to: string
  store: Store
  gate: Gate
  log: Log
  losses: Losses
  accepted$: Observable<AcceptedMessage>
  lost$: Subject<void>
  refuse: (id: number, reason: Reason) => unknown
}): Observable<Delivery> => {
  const { afterwards } = channel
  if (afterwards === undefined) return EMPTY

  const lose = ({ id, was }: AcceptedMessage, isInPart: boolean): Observable<Delivery> => {
    const stamp = { channel: channel.name, at: asyncScheduler.now() }
    log.error(`a message was lost${to}: ${inEnglish(reason)}`)
    gate.note(recipient, { kind: 'again', reason, afterMilliseconds: null, mayHaveArrived: false })
    const isFirst = losses.note([id, ...store.within(id)])
    return onceFree(() => {
      // Either way its address does not know of it.
      store.lost(id, was, { reason, isInPart, at: stamp.at })
      // It was counted as sent.
      if (!isFirst) {
        refuse(id, reason)
        return []
      }
      lost$.next()
      return [
        { ...stamp, outcome: 'queued' },
        { ...stamp, outcome: 'retrying', reason },
      ]
    })
  }
  const taken = (): Observable<never> => {
    losses.taken()
    gate.note(recipient, { kind: 'sent', messageId: null })
    return EMPTY
  }

  return accepted$.pipe(
    mergeMap((message) =>
      losses
        .watch(message.id, afterwards)
        .pipe(mergeMap(({ isLost, texts }) => (isLost ? lose(message, texts > 1) : taken()))),
    ),
  )
}
