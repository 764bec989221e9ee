import type { Delivery } from '../../src/model/delivery.ts'
import type { Reading, ServiceReading } from '../../src/model/reading.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import { sampleHostId } from './samples.ts'

export interface Given extends Pick<ServiceReading, 'address' | 'isConnected' | 'others' | 'at' | 'validUntil'> {
  readonly failure: ProbeFailure['reason'] | null
  readonly host: string
  readonly failures: number
  readonly hasCertificate: boolean
}

/** One probe of a service elsewhere, at an address of its own, that is down after two failures; it is well unless it is said otherwise. */
export const probed = (name: string, given: Partial<Given> = {}): Extract<Reading, { kind: 'service' }> => {
  const { failure = null, host = `${name}.example.com`, failures = 2, hasCertificate = false, ...rest } = given
  return {
    kind: 'service',
    host: sampleHostId,
    at: 0,
    service: { name, host, timeout: 5_000, failures, hasCertificate },
    failure: failure === null ? null : { reason: failure, detail: '' },
    validUntil: null,
    tookMilliseconds: 12,
    address: `198.51.100.${name.charCodeAt(0)}`,
    isConnected: failure === null,
    others: [],
    ...rest,
  }
}

/** A message that these hosts took. */
export const delivered = (...to: readonly string[]): Delivery => ({ channel: 'telegram', at: 0, outcome: 'sent', to })
