import { state, type DefaultedStateObservable } from '@rx-state/core'
import { map, merge, scan, type Observable } from 'rxjs'
import type { Delivery } from '../model/delivery.ts'
import { hasEnded, type Life } from '../model/life.ts'
import type { Memory } from '../model/memory.ts'
import type { DeliveryCounts } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { Reading, ServiceReading, SourceName } from '../model/reading.ts'
import type { Reason } from '../model/reason.ts'
import type { Silence } from '../model/silence.ts'
import type { Telling, Told } from '../model/told.ts'
import { createTroubles } from '../streams/notify/troubles.ts'

type Change = (overview: Overview) => Overview

const none: DeliveryCounts = { sent: 0, failed: 0, lost: 0, queued: 0 }

/**
 * A read model: it needs one permanent subscription, and is never in the path of an alert. Its maps are its own and change
 * with it: whoever looks at it looks at that moment.
 *
 * @param host  whose state it is: the id of the host
 */
export const createOverview = ({
  host,
  memory,
  readings$,
  lives$,
  tellings$,
  silences$,
  deliveries$,
}: {
  host: string
  memory: Pick<Memory, 'lives' | 'told'>
  readings$: Observable<Reading>
  lives$: Observable<readonly Life[]>
  tellings$: Observable<readonly Telling[]>
  silences$: Observable<readonly Silence[]>
  deliveries$: Observable<Delivery>
}): DefaultedStateObservable<Overview> => {
  const services = new Map<string, ServiceReading>()
  const unavailable = new Map<SourceName, Reason>()
  const lives = new Map<string, Life>()
  const told = new Map<string, Told>(memory.told.map((one) => [one.fingerprint, one]))
  const troubles = createTroubles()

  const see =
    (reading: Reading): Change =>
    (overview) => {
      if (reading.host !== host) return overview
      if (reading.kind === 'unavailable') unavailable.set(reading.source, reading.reason)
      else unavailable.delete(reading.kind)
      switch (reading.kind) {
        case 'host':
          return { ...overview, host: reading }
        case 'containers':
          return { ...overview, containers: reading }
        case 'service':
          services.set(reading.service.name, reading)
          return { ...overview }
        default:
          return { ...overview }
      }
    }
  const take = (life: Life): void => {
    troubles.follow(life)
    if (life.formerly !== null) lives.delete(life.formerly)
    if (hasEnded(life)) lives.delete(life.fingerprint)
    else lives.set(life.fingerprint, life)
  }
  const tell = ({ fingerprint, told: now }: Telling): void => {
    if (now === null) told.delete(fingerprint)
    else told.set(fingerprint, now)
  }
  const after =
    <T>(note: (value: T) => void) =>
    (values: readonly T[]): Change =>
    (overview) => {
      for (const value of values) note(value)
      return { ...overview }
    }

  for (const life of memory.lives) take({ ...life, isSeen: false })
  const empty: Overview = {
    host: null,
    containers: null,
    services,
    unavailable,
    lives,
    causeOf: troubles.causeOf,
    told,
    silences: [],
    heartbeats: none,
  }
  return state(
    merge(
      readings$.pipe(map(see)),
      lives$.pipe(map(after(take))),
      tellings$.pipe(map(after(tell))),
      silences$.pipe(map((silences): Change => (overview) => ({ ...overview, silences }))),
      deliveries$.pipe(map(countHeartbeat)),
    ).pipe(scan((overview, change) => change(overview), empty)),
    empty,
  )
}

const countHeartbeat =
  ({ channel, outcome }: Delivery): Change =>
  (overview) => {
    if (channel !== 'heartbeat') return overview
    const { heartbeats } = overview
    return {
      ...overview,
      heartbeats:
        outcome === 'sent'
          ? { ...heartbeats, sent: heartbeats.sent + 1 }
          : { ...heartbeats, failed: heartbeats.failed + 1 },
    }
  }
