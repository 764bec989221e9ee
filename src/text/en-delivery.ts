import type { DeliveryWords } from './language.ts'
import { words } from './words.ts'

/** What is said of channels and of the messages that wait. */
export const englishDelivery: DeliveryWords = {
  rebooted: (away) => words`the server was restarted. ${away === '' ? '' : `It was down for ${away}.`}`,
  outboxReplaced: (name) =>
    words`the message database was corrupt, and is now called ${name}. Vigilo made a new one with what could be recovered.`,
  troubles: {
    channel: {
      firing: ({ subject, ago, why }) => words`${subject} delivers no messages ${ago}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} still delivers no messages ${ago}: ${why}`,
    },
    outbox: {
      firing: ({ why }) => words`messages are not saved to disk (${why}). If Vigilo stops, the pending ones are lost`,
      reminder: ({ ago, why }) => words`messages are still not saved to disk ${ago} (${why})`,
    },
  },
  topics: {
    channel: (subject) => subject,
    outbox: () => words`the storage of messages`,
  },
  ends: {
    channel: {
      resolved: ({ subject }) => words`${subject} delivers messages again.`,
      removed: ({ subject }) => words`${subject} is no longer used.`,
      lasted: (duration) => `It delivered nothing for ${duration}.`,
      during: (period) => `delivered nothing ${period}`,
    },
    outbox: {
      resolved: () => words`messages are saved to disk again.`,
      removed: () => words`messages are no longer saved to disk.`,
      lasted: (duration) => `They were only in memory for ${duration}.`,
      during: (period) => `only in memory ${period}`,
    },
  },
}
