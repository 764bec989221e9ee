import type { ContainerWords } from './language.ts'
import { words } from './words.ts'

/** What is said of a container's memory, its CPU and its deaths. */
export const brazilianContainers: ContainerWords = {
  troubles: {
    outOfMemory: {
      firing: ({ subject, note }) => words`${subject} ficou sem memória e caiu ${note}`,
      reminder: ({ subject, ago, why }) =>
        words`${subject} continua fora do ar ${ago} (ficou sem memória${why === '' ? '' : `, ${why}`})`,
    },
    crashLoop: {
      firing: ({ subject, value, note }) => words`${subject} não para de cair: ${value} ${note}`,
      reminder: ({ subject, value, ago, note }) => words`${subject} não se estabiliza ${ago}: caiu ${value} ${note}`,
    },
    containerMemory: {
      firing: ({ subject, value, limit, ago }) =>
        words`${subject} está com ${value} da memória em uso ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} continua quase sem memória ${ago}: ${value} (${limit})`,
    },
    containerCpu: {
      firing: ({ subject, value, limit, ago }) => words`${subject} está usando ${value} de CPU ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} continua com CPU alta ${ago}: ${value} (${limit})`,
    },
  },
  topics: {
    outOfMemory: (subject) => subject,
    crashLoop: (subject) => subject,
    containerMemory: (subject) => words`a memória de ${subject}`,
    containerCpu: (subject) => words`a CPU de ${subject}`,
  },
  ends: {
    outOfMemory: {
      resolved: ({ subject }) => words`${subject} voltou.`,
      removed: ({ subject }) => words`${subject} foi removido.`,
      lasted: (duration) => `Ficou fora do ar por ${duration}.`,
      during: (period) => `fora do ar ${period}`,
    },
    crashLoop: {
      resolved: ({ subject }) => words`${subject} parou de cair.`,
      removed: ({ subject }) => words`${subject} foi parado ou removido.`,
      lasted: (duration) => `Ficou caindo e voltando por ${duration}.`,
      during: (period) => `caindo e voltando ${period}`,
    },
    containerMemory: {
      resolved: ({ subject, note }) => words`a memória de ${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`a memória de ${subject} deixou de ser monitorada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
      during: (period) => `alta ${period}`,
    },
    containerCpu: {
      resolved: ({ subject, note }) => words`a CPU de ${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`a CPU de ${subject} deixou de ser monitorada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
      during: (period) => `alta ${period}`,
    },
  },
}
