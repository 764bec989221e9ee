/**
 * Why something did not work: a code, and what belongs to it. Languages turn it into words (`Language.reasons`), so that each
 * code has its words in each of them.
 */
export type Reason<Code extends ReasonCode = ReasonCode> = {
  readonly [Each in Code]: { readonly code: Each } & ReasonParameters[Each]
}[Code]

export type ReasonCode = keyof ReasonParameters

/** As it was written down: before there were codes it was a sentence in English, which is shown as it is. */
export type KeptReason = Reason | string

/** Whom messages and heartbeats go to. */
export type Party = 'evolution' | 'telegram' | 'ntfy' | 'apprise' | 'webhook'

/** Why nobody was reached, as the system says it. */
export type NetworkReason =
  | 'connectionRefused'
  | 'connectionLost'
  | 'noConnection'
  | 'noSuchName'
  | 'noNameServer'
  | 'noRoute'
  | 'insecure'
  | 'notReached'

/** What belongs to each code. `status`: of an HTTP answer; `check`: the variable that the owner should look at. */
export interface ReasonParameters extends Readonly<Record<NetworkReason, SystemCode>> {
  /** What somebody else said, or what nobody foresaw: shown as it is. */
  readonly quoted: { readonly text: string }

  readonly noAnswer: { readonly seconds: number | null }
  readonly noAnswerYet: Nothing
  readonly proxyUnauthorized: Nothing
  readonly proxyFailed: { readonly status: number }

  readonly noSocket: { readonly path: string }
  readonly socketForbidden: Nothing
  readonly engineStopped: Nothing
  readonly engineStatus: { readonly status: number }
  readonly engineNotUnderstood: Nothing

  readonly cannotBeRead: SystemCode & { readonly path: string | null }
  /** A file of the kernel lacks what it should have. */
  readonly notInFile: { readonly path: string }
  readonly otherDiskHangs: Nothing
  readonly notMounted: Nothing
  readonly notVisible: { readonly below: string }

  readonly diskFull: Nothing
  readonly diskErrors: Nothing
  readonly folderNotWritable: Nothing
  readonly databaseCorrupt: Nothing
  readonly databaseLocked: Nothing
  /** A newer Vigilo made it. */
  readonly databaseNewer: Nothing
  /** SQLite's own number of a failure. */
  readonly databaseFailed: { readonly number: number }

  readonly interrupted: Nothing
  readonly tooManyWaited: Nothing
  readonly recipientNotConfigured: Nothing
  readonly noWords: Nothing

  readonly keyRefused: By & Check
  /** A page for people says so: of somebody who stands before it, as a proxy does. */
  readonly refusedBefore: By & { readonly check: string | null }
  readonly notThere: By & { readonly check: string | null }
  readonly messageRefused: By
  readonly messageTooLarge: Nothing
  readonly tooManyMessages: Nothing
  readonly answered: By & { readonly check: string | null }
  readonly otherAnswer: { readonly by: Party; readonly status: number | null; readonly check: string | null }
  /** In its own words. */
  readonly telegramRefuses: { readonly said: string; readonly status: number; readonly check: string | null }
  readonly recipientRemoved: Check
  readonly urlNotUnderstood: Check
  readonly notDelivered: Check
  readonly noSuchInstance: Check
  readonly noLicence: Nothing
  /** `number`: its end alone. */
  readonly notOnWhatsApp: { readonly number: string }
  readonly notConnected: { readonly status: number }
  readonly messageInvalid: Nothing
  readonly otherVersion: Nothing
  readonly couldNotSend: Nothing
  readonly lostOnTheWay: Nothing
  readonly whatsAppDisconnected: Nothing
  readonly whatsAppConnecting: Nothing
  readonly whatsAppNeverConnected: Nothing

  readonly noSuchWebhook: Check
  readonly workflowFailed: Nothing
  readonly pingAnswered: { readonly status: number }
  /** It was answered, and by nobody who knows whose it is. */
  readonly pingNotHeard: { readonly status: number }
}

type Nothing = unknown
type Check = { readonly check: string }
type By = { readonly by: Party; readonly status: number }
/** As in `ECONNREFUSED`; null where it is not known or says nothing. */
type SystemCode = { readonly system: string | null }
