import type { ProbeFailure } from '../../model/service.ts'

/** What one probe found. */
export interface ProbeResult {
  readonly failure: ProbeFailure | null
  /** Until when its certificate is valid, in milliseconds since the epoch; null without one. */
  readonly validUntil: number | null
}

/** Whom a probe reached. */
export interface Contact {
  /** The address that it connected to, or else one that it tried; null where its name was not resolved. */
  readonly address: string | null
  /** Whether a connection to it was made. */
  readonly isConnected: boolean
}

export type ContactedResult = ProbeResult & Contact

export const noContact: Contact = { address: null, isConnected: false }

/** What there is to say of a probe whose time is over, by whom it had reached by then. */
export const lateBy = (contact: Contact): ContactedResult => ({
  failure: { reason: 'timeout', detail: '' },
  validUntil: null,
  ...contact,
})
