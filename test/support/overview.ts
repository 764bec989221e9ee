import type { Overview } from '../../src/model/overview.ts'
import { noDeliveries } from './samples.ts'

/** What is known before anything was seen, or what is given. */
export const overviewOf = (given: Partial<Overview> = {}): Overview => ({
  host: null,
  containers: null,
  services: new Map(),
  unavailable: new Map(),
  lives: new Map(),
  causeOf: () => null,
  told: new Map(),
  silences: [],
  heartbeats: noDeliveries,
  ...given,
})
