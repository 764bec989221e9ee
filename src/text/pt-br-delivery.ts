import type { DeliveryWords } from './language.ts'
import { words } from './words.ts'

/** O que se diz dos canais e das mensagens que esperam. */
export const brazilianDelivery: DeliveryWords = {
  rebooted: (away) => words`o servidor reiniciou. ${away === '' ? '' : `Ficou fora do ar por ${away}.`}`,
  outboxReplaced: (name) =>
    words`o banco de mensagens estava corrompido e agora se chama ${name}. O Vigilo criou outro com o que deu para recuperar.`,
  troubles: {
    channel: {
      firing: ({ subject, ago, why }) => words`${subject} não entrega mensagens ${ago}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} continua sem entregar mensagens ${ago}: ${why}`,
    },
    outbox: {
      firing: ({ why }) =>
        words`as mensagens não são salvas em disco (${why}). Se o Vigilo parar, as pendentes se perdem`,
      reminder: ({ ago, why }) => words`as mensagens continuam sem ser salvas em disco ${ago} (${why})`,
    },
  },
  topics: {
    channel: (subject) => subject,
    outbox: () => words`o armazenamento das mensagens`,
  },
  ends: {
    channel: {
      resolved: ({ subject }) => words`${subject} voltou a entregar mensagens.`,
      removed: ({ subject }) => words`${subject} deixou de ser usado.`,
      lasted: (duration) => `Ficou sem entregar por ${duration}.`,
      during: (period) => `sem entregar ${period}`,
    },
    outbox: {
      resolved: () => words`as mensagens voltaram a ser salvas em disco.`,
      removed: () => words`as mensagens deixaram de ser salvas em disco.`,
      lasted: (duration) => `Ficaram só na memória por ${duration}.`,
      during: (period) => `só na memória ${period}`,
    },
  },
}
