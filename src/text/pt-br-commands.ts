import type { CommandWords } from './command-words.ts'
import { brazilianDoctor } from './pt-br-doctor.ts'

/** O que os comandos dizem, em português do Brasil. */
export const brazilianCommands: CommandWords = {
  usage: `vigilo status [--json]         problemas atuais, o que foi avisado, silêncios, canais, outbox
vigilo why ASSUNTO [--json]    o que se sabe de um container, disco, serviço ou do host
vigilo alerts [--since 24h]    os problemas que já terminaram (--json)
vigilo silence ASSUNTO 2h      silencia os avisos sobre ele por 2 h (--type TIPO, --reason TEXTO)
vigilo silence ASSUNTO daily 02:00-04:00
vigilo silences [--json]       o que está silenciado
vigilo unsilence ID            remove um silêncio
vigilo doctor                  verifica tudo o que o agente usa e diz o que fazer
vigilo test [--channel NOME]   envia uma mensagem de teste e espera até ser aceita
vigilo outbox [--json]         mostra as mensagens pendentes ou recusadas
vigilo outbox retry ID         reenvia uma agora
vigilo outbox drop ID          remove uma
vigilo marbles ARQUIVO…        testa diagramas com as extensões ao lado deles`,
  unknownCommand: (command, meant) =>
    `O comando "${command}" não existe.${meant === '' ? '' : ` Você quis dizer ${meant}?`} Os comandos são:`,
  unknownWords: (words) => `"vigilo ${words}" não é um comando válido. Os comandos são:`,
  or: 'ou',
  test: {
    noChannel: (name, used) => `o canal ${name} não está nesta configuração, que tem: ${used}`,
    accepted: (id) => `aceita${id === '' ? '' : ` como ${id}`}`,
  },
  outbox: {
    none: 'não existe outbox em DATA_DIR: nenhum agente rodou com essa pasta',
    cannotBeOpened: (reason) => `não foi possível abrir a outbox: ${reason}`,
    hindrances: {
      absent: (id) => `a mensagem ${id} não existe`,
      sent: (id) => `a mensagem ${id} já foi enviada`,
      sending: (id) => `a mensagem ${id} está sendo enviada`,
    },
    toldBy: (id, within) => `a mensagem ${id} vai ser enviada junto com a ${within}`,
    waits: (id) => `a mensagem ${id} vai ser enviada`,
    dropped: (id) => `a mensagem ${id} foi removida`,
    titles: ['ID', 'ESTADO', 'CANAL', 'PARA', 'HÁ', 'MENSAGEM', 'MOTIVO'],
    nothingWaits: 'Nenhuma mensagem pendente.',
    sent: (count) => `Enviadas nas últimas 24 h: ${count}`,
    now: 'agora',
    states: { queued: 'na fila', sending: 'enviando', sent: 'enviada', retrying: 'tentando', refused: 'recusada' },
    kinds: {
      alerts: 'alertas',
      startup: 'início',
      restarted: 'reinício',
      report: 'relatório',
      'catch-up': 'atrasados',
      fallback: 'por outro canal',
      test: 'teste',
    },
    within: (state, id) => `${state}, junto com a ${id}`,
    retrying: (failed, wait) =>
      `tentando (${failed} ${failed === 1 ? 'falha' : 'falhas'}${wait === '' ? '' : `, próxima em ${wait}`})`,
    more: (count) => ` e mais ${count}`,
    repeated: ' (repetida)',
  },
  doctor: brazilianDoctor,
}
