import type { DeliveryWords } from './language.ts'
import { words } from './words.ts'

/** O que se diz dos canais e das mensagens que esperam. */
export const brazilianDelivery: DeliveryWords = {
  rebooted: (away) => words`o servidor reiniciou. ${away === '' ? '' : `Ficou fora por ${away}.`}`,
  outboxReplaced: (name) =>
    words`o arquivo das mensagens estava corrompido. Agora ele se chama ${name}, e o Vigilo começou outro com o que deu para ler.`,
  troubles: {
    channel: {
      firing: ({ subject, ago, why }) => words`${subject} não entrega mensagens ${ago}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} continua sem entregar mensagens ${ago}: ${why}`,
    },
    outbox: {
      firing: ({ why }) =>
        words`as mensagens não ficam guardadas (${why}): se o Vigilo parar, as que esperam se perdem`,
      reminder: ({ ago, why }) => words`as mensagens continuam sem ficar guardadas ${ago} (${why})`,
    },
  },
  topics: {
    channel: (subject) => subject,
    outbox: () => words`a guarda das mensagens`,
  },
  ends: {
    channel: {
      resolved: ({ subject }) => words`${subject} voltou a entregar mensagens.`,
      removed: ({ subject }) => words`${subject} não é mais usado.`,
      lasted: (duration) => `Ficou fora por ${duration}.`,
    },
    outbox: {
      resolved: () => words`as mensagens voltaram a ficar guardadas.`,
      removed: () => words`as mensagens não são mais guardadas.`,
      lasted: (duration) => `Ficaram só na memória por ${duration}.`,
    },
  },
}
