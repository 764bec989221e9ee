import type { DeliveryWords } from './language.ts'
import { words } from './words.ts'

/** What is said of channels and of the messages that wait. */
export const englishDelivery: DeliveryWords = {
  rebooted: (away) => words`the server was restarted. ${away === '' ? '' : `It was away for ${away}.`}`,
  outboxReplaced: (name) =>
    words`the file of the messages was corrupt. It is now called ${name}, and Vigilo began another with what could be read of it.`,
  troubles: {
    channel: {
      firing: ({ subject, ago, why }) => words`${subject} delivers no messages ${ago}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} still delivers no messages ${ago}: ${why}`,
    },
    outbox: {
      firing: ({ why }) => words`messages are not kept (${why}): if Vigilo ends, those that wait are lost`,
      reminder: ({ ago, why }) => words`messages are still not kept ${ago} (${why})`,
    },
  },
  topics: {
    channel: (subject) => subject,
    outbox: () => words`the keeping of messages`,
  },
  ends: {
    channel: {
      resolved: ({ subject }) => words`${subject} delivers messages again.`,
      removed: ({ subject }) => words`${subject} is no longer used.`,
      lasted: (duration) => `It was out for ${duration}.`,
    },
    outbox: {
      resolved: () => words`messages are kept again.`,
      removed: () => words`messages are no longer kept.`,
      lasted: (duration) => `They were only in memory for ${duration}.`,
    },
  },
}
