import { state, type DefaultedStateObservable } from '@rx-state/core'
import { map, merge, scan, type Observable } from 'rxjs'
import { hasEnded, type LifeAlert } from '../model/alert.ts'
import type { Delivery } from '../model/delivery.ts'
import type { DeliveryCounts } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { Reading } from '../model/reading.ts'

type Input = { readonly reading: Reading } | { readonly alert: LifeAlert } | { readonly delivery: Delivery }

const nothingSeen = { reading: null, unavailable: null }
const noDeliveries: DeliveryCounts = { sent: 0, failed: 0, lost: 0, queued: 0 }

/** The state before anything was seen. */
export const emptyOverview: Overview = {
  host: nothingSeen,
  containers: nothingSeen,
  services: new Map(),
  firing: new Map(),
  alerts: { fired: 0, ended: 0 },
  deliveries: noDeliveries,
  heartbeats: noDeliveries,
}

/** A read model: it needs one permanent subscription, and is never in the path of an alert. */
export const createOverview = ({
  readings$,
  alerts$,
  deliveries$,
}: {
  readings$: Observable<Reading>
  alerts$: Observable<LifeAlert>
  deliveries$: Observable<Delivery>
}): DefaultedStateObservable<Overview> =>
  state(
    merge(
      readings$.pipe(map((reading): Input => ({ reading }))),
      alerts$.pipe(map((alert): Input => ({ alert }))),
      deliveries$.pipe(map((delivery): Input => ({ delivery }))),
    ).pipe(scan(reduce, emptyOverview)),
    emptyOverview,
  )

const reduce = (overview: Overview, input: Input): Overview => {
  if ('reading' in input) return withReading(overview, input.reading)
  if ('alert' in input) return withAlert(overview, input.alert)
  const { delivery } = input
  return delivery.channel === 'heartbeat'
    ? { ...overview, heartbeats: count(overview.heartbeats, delivery) }
    : { ...overview, deliveries: count(overview.deliveries, delivery) }
}

const withReading = (overview: Overview, reading: Reading): Overview => {
  switch (reading.kind) {
    case 'host':
      return { ...overview, host: { reading, unavailable: null } }
    case 'containers':
      return { ...overview, containers: { reading, unavailable: null } }
    case 'service':
      return { ...overview, services: new Map(overview.services).set(reading.service.name, reading) }
    case 'unavailable':
      if (reading.source === 'host') return { ...overview, host: { ...overview.host, unavailable: reading.reason } }
      if (reading.source === 'containers')
        return { ...overview, containers: { ...overview.containers, unavailable: reading.reason } }
      return overview
  }
}

const withAlert = (overview: Overview, alert: LifeAlert): Overview => {
  const { fired, ended } = overview.alerts
  const firing = new Map(overview.firing)
  if (hasEnded(alert)) {
    firing.delete(alert.fingerprint)
    return { ...overview, firing, alerts: { fired, ended: ended + 1 } }
  }
  firing.set(alert.fingerprint, alert)
  return { ...overview, firing, alerts: { fired: alert.reason === 'firing' ? fired + 1 : fired, ended } }
}

const count = (counts: DeliveryCounts, { outcome }: Delivery): DeliveryCounts => {
  switch (outcome) {
    case 'queued':
      return { ...counts, queued: counts.queued + 1 }
    case 'sent':
      return { ...counts, sent: counts.sent + 1, queued: Math.max(0, counts.queued - 1) }
    case 'retrying':
      return { ...counts, failed: counts.failed + 1 }
    case 'refused':
    case 'dropped':
      return { ...counts, lost: counts.lost + 1, queued: Math.max(0, counts.queued - 1) }
  }
}
