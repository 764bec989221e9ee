import { state, type DefaultedStateObservable } from '@rx-state/core'
import { map, merge, scan, type Observable } from 'rxjs'
import { hasEnded, isOpen, type Alert, type LifeAlert } from '../model/alert.ts'
import type { Delivery } from '../model/delivery.ts'
import type { DeliveryCounts } from '../model/notification.ts'
import type { Overview } from '../model/overview.ts'
import type { Reading } from '../model/reading.ts'

type Input =
  | { readonly reading: Reading }
  | { readonly life: LifeAlert }
  | { readonly alert: Alert }
  | { readonly delivery: Delivery }

const nothingSeen = { reading: null, unavailable: null }
const noDeliveries: DeliveryCounts = { sent: 0, failed: 0, lost: 0, queued: 0 }

/** The state before anything was seen. */
export const emptyOverview: Overview = {
  host: nothingSeen,
  containers: nothingSeen,
  services: new Map(),
  firing: new Map(),
  told: new Set(),
  alerts: { fired: 0, ended: 0 },
  deliveries: noDeliveries,
  heartbeats: noDeliveries,
}

/** A read model: it needs one permanent subscription, and is never in the path of an alert. */
export const createOverview = ({
  readings$,
  lives$,
  alerts$,
  deliveries$,
}: {
  readings$: Observable<Reading>
  /** Each trouble as it is. */
  lives$: Observable<LifeAlert>
  /** What is told. */
  alerts$: Observable<Alert>
  deliveries$: Observable<Delivery>
}): DefaultedStateObservable<Overview> =>
  state(
    merge(
      readings$.pipe(map((reading): Input => ({ reading }))),
      lives$.pipe(map((life): Input => ({ life }))),
      alerts$.pipe(map((alert): Input => ({ alert }))),
      deliveries$.pipe(map((delivery): Input => ({ delivery }))),
    ).pipe(scan(reduce, emptyOverview)),
    emptyOverview,
  )

const reduce = (overview: Overview, input: Input): Overview => {
  if ('reading' in input) return withReading(overview, input.reading)
  if ('life' in input) return withLife(overview, input.life)
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
    case 'channel':
    case 'outbox':
    case 'reboot':
      return overview
    case 'unavailable':
      if (reading.source === 'host') return { ...overview, host: { ...overview.host, unavailable: reading.reason } }
      if (reading.source === 'containers')
        return { ...overview, containers: { ...overview.containers, unavailable: reading.reason } }
      return overview
  }
}

const withLife = (overview: Overview, alert: LifeAlert): Overview => {
  const firing = new Map(overview.firing)
  if (hasEnded(alert)) firing.delete(alert.fingerprint)
  else firing.set(alert.fingerprint, alert)
  return { ...overview, firing }
}

/** A life is counted once, however often it is spoken of. */
const withAlert = (overview: Overview, alert: Alert): Overview => {
  const { told, alerts } = overview
  const { fingerprint } = alert
  if (isOpen(alert) && !told.has(fingerprint))
    return { ...overview, told: new Set(told).add(fingerprint), alerts: { ...alerts, fired: alerts.fired + 1 } }
  if (hasEnded(alert) && told.has(fingerprint)) {
    const left = new Set(told)
    left.delete(fingerprint)
    return { ...overview, told: left, alerts: { ...alerts, ended: alerts.ended + 1 } }
  }
  return overview
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
