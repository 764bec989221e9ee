import type { Reading } from '../../src/model/reading.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import { sampleHostId, second } from './samples.ts'

/** A probe of a service elsewhere, that is down after its second failure. */
export const serviceReading = (at: number, name: string, failure: ProbeFailure['reason'] | null = null): Reading => ({
  host: sampleHostId,
  kind: 'service',
  at,
  service: { name, timeout: 5 * second, failures: 2, host: `${name}.example.com`, hasCertificate: false },
  failure: failure && { reason: failure, detail: '' },
  validUntil: null,
  tookMilliseconds: 20,
  address: null,
  isConnected: failure === null,
  others: [],
})

/** How a channel is. */
export const channelReading = (at: number, name: string, state: 'open' | 'down' | 'refused'): Reading => ({
  host: sampleHostId,
  kind: 'channel',
  at,
  name,
  state,
  reason: state === 'open' ? null : { code: 'noAnswer', seconds: null },
  asked: null,
})
