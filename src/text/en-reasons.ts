import type { Party } from '../model/reason.ts'
import type { ReasonWords } from './reason-words.ts'
import { bracketed } from './words.ts'

const names: Readonly<Record<Party, string>> = {
  evolution: 'Evolution',
  telegram: 'Telegram',
  ntfy: 'ntfy',
  apprise: 'Apprise',
  webhook: 'the webhook',
}

const withCode =
  (words: string) =>
  ({ system }: { readonly system: string | null }): string =>
    system === null ? words : `${words} ${bracketed(system)}`

/** Why something did not work, in English. */
export const englishReasons: ReasonWords = {
  quoted: ({ text }) => `“${text}”`,

  noAnswer: ({ seconds }) => (seconds === null ? 'no answer' : `no answer in ${seconds} s`),
  noAnswerYet: () => 'no answer yet',
  connectionRefused: withCode('connection refused'),
  connectionLost: withCode('connection lost'),
  noConnection: withCode('no connection'),
  noSuchName: withCode('host name not found'),
  noNameServer: withCode('no DNS server answers'),
  noRoute: withCode('no route to the host'),
  notReached: withCode('the host does not respond'),
  insecure: withCode('no secure connection: check the certificate'),

  proxyUnauthorized: () => 'the proxy wants another user or password (407): check HTTP_PROXY and HTTPS_PROXY',
  proxyFailed: ({ status }) => `the proxy does not lead there (${status}): check HTTP_PROXY and HTTPS_PROXY`,

  noSocket: ({ path }) => `no socket at ${path}`,
  socketForbidden: () => 'permission denied on the socket',
  engineStopped: () => 'it is stopped',
  engineStatus: ({ status }) => `Docker answered ${status}`,
  engineNotUnderstood: () => 'the answer of Docker was not understood',

  cannotBeRead: ({ path, system }) => withCode(path === null ? 'cannot be read' : `cannot read ${path}`)({ system }),
  notInFile: ({ path }) => `${path} lacks what is expected`,
  otherDiskHangs: () => 'another disk does not answer',
  notMounted: () => 'not mounted',
  notVisible: ({ below }) => `not visible below ${below}`,

  diskFull: () => 'the disk is full',
  diskErrors: () => 'the disk reports errors',
  folderNotWritable: () => 'the data folder cannot be written',
  databaseCorrupt: () => 'the database is corrupt',
  databaseLocked: () => 'the database is locked by another process',
  databaseNewer: () => 'the database is from a newer version of Vigilo',
  databaseFailed: ({ number }) => `SQLite's error ${number}`,

  interrupted: () => 'sending was interrupted',
  tooManyWaited: () => 'too many messages waited',
  recipientNotConfigured: () => 'the recipient is no longer configured',
  noWords: () => 'it could not be put into words',

  keyRefused: ({ by, status, check }) => `${names[by]} refuses the key (${status}): check ${check}`,
  refusedBefore: ({ by, status, check }) =>
    `something before ${names[by]} refuses (${status}): check ${check ?? 'the network'}`,
  notThere: ({ by, status, check }) => `${names[by]} is not there (${status}): check ${check ?? 'the network'}`,
  messageRefused: ({ by, status }) => `${names[by]} refuses the message (${status})`,
  messageTooLarge: () => 'the message is too large (413)',
  tooManyMessages: () => 'too many messages (429)',
  answered: ({ by, status, check }) => `${names[by]} answered ${status}${check === null ? '' : `: check ${check}`}`,
  otherAnswer: ({ by, status, check }) =>
    `the answer is not from ${names[by]}${status === null ? '' : ` (${status})`}${check === null ? '' : `: check ${check}`}`,
  telegramRefuses: ({ said, status, check }) =>
    `Telegram refuses it: “${said}” (${status})${check === null ? '' : `: check ${check}`}`,
  recipientRemoved: ({ check }) => `the recipient is no longer in ${check}`,
  urlNotUnderstood: ({ check }) => `Apprise does not understand the URL (204): check ${check}`,
  notDelivered: ({ check }) => `Apprise could not deliver it (424): check ${check}`,
  noSuchInstance: ({ check }) => `Evolution has no such instance (404): check ${check}`,
  noLicence: () => 'Evolution has no licence (503): activate it in its manager',
  notOnWhatsApp: ({ number }) => `the number ${number} is not on WhatsApp (400)`,
  notConnected: ({ status }) => `Evolution is not connected to WhatsApp (${status})`,
  messageInvalid: () => 'Evolution finds the message invalid (400)',
  otherVersion: () => 'Evolution expects the format of another version (400)',
  lostOnTheWay: () => 'WhatsApp lost it after Evolution had accepted it',
  couldNotSend: () => 'Evolution could not send (400)',
  whatsAppDisconnected: () => 'WhatsApp is disconnected: scan the QR code again in Evolution',
  whatsAppConnecting: () => 'WhatsApp is connecting: if that lasts, scan the QR code again in Evolution',
  whatsAppNeverConnected: () => 'WhatsApp was never connected: scan the QR code in Evolution',

  noSuchWebhook: ({ check }) => `no such webhook (404): check ${check}, and that the workflow is active`,
  workflowFailed: () => 'the workflow failed (500): see its executions in n8n',
  pingNotHeard: ({ status }) => `an address of HEARTBEAT_URLS is not known there (${status}): check it`,
  pingAnswered: ({ status }) => `an address of HEARTBEAT_URLS answered ${status}`,
}
