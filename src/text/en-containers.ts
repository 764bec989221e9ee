import type { ContainerWords } from './language.ts'
import { words } from './words.ts'

/** What is said of a container's memory, its CPU and its deaths. */
export const englishContainers: ContainerWords = {
  troubles: {
    outOfMemory: {
      firing: ({ subject, note }) => words`${subject} ran out of memory and died ${note}`,
      reminder: ({ subject, ago, why }) =>
        words`${subject} still down ${ago} (ran out of memory${why === '' ? '' : `, ${why}`})`,
    },
    crashLoop: {
      firing: ({ subject, value, note }) => words`${subject} keeps dying: ${value} ${note}`,
      reminder: ({ subject, value, ago, note }) => words`${subject} is not stable ${ago}: it died ${value} ${note}`,
    },
    containerMemory: {
      firing: ({ subject, value, limit, ago }) => words`${subject} has ${value} of its memory in use ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} still almost out of memory ${ago}: ${value} (${limit})`,
    },
    containerCpu: {
      firing: ({ subject, value, limit, ago }) => words`${subject} uses ${value} CPU ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} CPU still high ${ago}: ${value} (${limit})`,
    },
  },
  topics: {
    outOfMemory: (subject) => subject,
    crashLoop: (subject) => subject,
    containerMemory: (subject) => words`the memory of ${subject}`,
    containerCpu: (subject) => words`the CPU of ${subject}`,
  },
  ends: {
    outOfMemory: {
      resolved: ({ subject }) => words`${subject} is back.`,
      removed: ({ subject }) => words`${subject} was removed.`,
      lasted: (duration) => `It was down for ${duration}.`,
      during: (period) => `down ${period}`,
    },
    crashLoop: {
      resolved: ({ subject }) => words`${subject} has stopped dying.`,
      removed: ({ subject }) => words`${subject} was stopped or removed.`,
      lasted: (duration) => `It kept dying for ${duration}.`,
      during: (period) => `kept dying ${period}`,
    },
    containerMemory: {
      resolved: ({ subject, note }) => words`the memory of ${subject} is back to normal ${note}.`,
      removed: ({ subject }) => words`the memory of ${subject} is no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
      during: (period) => `high ${period}`,
    },
    containerCpu: {
      resolved: ({ subject, note }) => words`the CPU of ${subject} is back to normal ${note}.`,
      removed: ({ subject }) => words`the CPU of ${subject} is no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
      during: (period) => `high ${period}`,
    },
  },
}
