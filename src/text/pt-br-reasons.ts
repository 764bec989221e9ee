import type { Party } from '../model/reason.ts'
import type { ReasonWords } from './reason-words.ts'
import { bracketed } from './words.ts'

const names: Readonly<Record<Party, string>> = {
  evolution: 'a Evolution',
  telegram: 'o Telegram',
  ntfy: 'o ntfy',
  apprise: 'o Apprise',
  webhook: 'o webhook',
}

const withCode =
  (words: string) =>
  ({ system }: { readonly system: string | null }): string =>
    system === null ? words : `${words} ${bracketed(system)}`

/** Por que algo não deu certo, em português do Brasil. */
export const brazilianReasons: ReasonWords = {
  quoted: ({ text }) => `“${text}”`,

  noAnswer: ({ seconds }) => (seconds === null ? 'sem resposta' : `sem resposta em ${seconds} s`),
  noAnswerYet: () => 'ainda sem resposta',
  connectionRefused: withCode('conexão recusada'),
  connectionLost: withCode('conexão perdida'),
  noConnection: withCode('sem conexão'),
  noSuchName: withCode('nome do servidor não encontrado'),
  noNameServer: withCode('nenhum servidor DNS responde'),
  noRoute: withCode('sem rota até o servidor'),
  notReached: withCode('o servidor não responde'),
  insecure: withCode('sem conexão segura: confira o certificado'),

  proxyUnauthorized: () => 'o proxy não aceita o usuário e a senha (407): confira HTTP_PROXY e HTTPS_PROXY',
  proxyFailed: ({ status }) => `o proxy não consegue chegar ao destino (${status}): confira HTTP_PROXY e HTTPS_PROXY`,

  noSocket: ({ path }) => `não existe socket em ${path}`,
  socketForbidden: () => 'sem permissão para usar o socket',
  engineStopped: () => 'está parado',
  engineStatus: ({ status }) => `o Docker respondeu ${status}`,
  engineNotUnderstood: () => 'o Docker deu uma resposta inesperada',

  cannotBeRead: ({ path, system }) =>
    withCode(path === null ? 'não foi possível ler' : `não foi possível ler ${path}`)({ system }),
  notInFile: ({ path }) => `${path} não tem os dados esperados`,
  otherDiskHangs: () => 'outro disco não responde',
  notMounted: () => 'não está montado',
  notVisible: ({ below }) => `não visível em ${below}`,

  diskFull: () => 'o disco está cheio',
  diskErrors: () => 'o disco apresenta erros',
  folderNotWritable: () => 'a pasta de dados não aceita gravação',
  databaseCorrupt: () => 'o arquivo está corrompido',
  databaseLocked: () => 'o arquivo está em uso por outro processo',
  databaseNewer: () => 'o arquivo é de uma versão mais nova do Vigilo',
  databaseFailed: ({ number }) => `erro ${number} do SQLite`,

  interrupted: () => 'o envio foi interrompido',
  tooManyWaited: () => 'havia mensagens pendentes demais',
  recipientNotConfigured: () => 'o destinatário não está mais configurado',
  noWords: () => 'não foi possível escrever a mensagem',

  keyRefused: ({ by, status, check }) => `${names[by]} recusa a chave (${status}): confira ${check}`,
  refusedBefore: ({ by, status, check }) =>
    `algo no caminho até ${names[by]} recusa (${status}): confira ${check ?? 'a rede'}`,
  notThere: ({ by, status, check }) =>
    `${names[by]} não existe nesse endereço (${status}): confira ${check ?? 'a rede'}`,
  messageRefused: ({ by, status }) => `${names[by]} recusa a mensagem (${status})`,
  messageTooLarge: () => 'a mensagem é grande demais (413)',
  tooManyMessages: () => 'mensagens demais (429)',
  answered: ({ by, status, check }) => `${names[by]} respondeu ${status}${check === null ? '' : `: confira ${check}`}`,
  otherAnswer: ({ by, status, check }) =>
    `a resposta não é d${names[by]}${status === null ? '' : ` (${status})`}${check === null ? '' : `: confira ${check}`}`,
  telegramRefuses: ({ said, status, check }) =>
    `o Telegram recusou: “${said}” (${status})${check === null ? '' : `: confira ${check}`}`,
  recipientRemoved: ({ check }) => `o destinatário não está mais em ${check}`,
  urlNotUnderstood: ({ check }) => `o Apprise não entende a URL (204): confira ${check}`,
  notDelivered: ({ check }) => `o Apprise não conseguiu entregar (424): confira ${check}`,
  noSuchInstance: ({ check }) => `a Evolution não tem essa instância (404): confira ${check}`,
  noLicence: () => 'a Evolution está sem licença (503): ative no manager',
  notOnWhatsApp: ({ number }) => `o número ${number} não tem WhatsApp (400)`,
  notConnected: ({ status }) => `a Evolution não está conectada ao WhatsApp (${status})`,
  messageInvalid: () => 'a Evolution considera a mensagem inválida (400)',
  otherVersion: () => 'a Evolution espera o formato de outra versão (400)',
  lostOnTheWay: () => 'o WhatsApp perdeu a mensagem depois que a Evolution a aceitou',
  couldNotSend: () => 'a Evolution não conseguiu enviar (400)',
  whatsAppDisconnected: () => 'WhatsApp desconectado: leia o QR code de novo na Evolution',
  whatsAppConnecting: () => 'WhatsApp conectando: se demorar, leia o QR code de novo na Evolution',
  whatsAppNeverConnected: () => 'WhatsApp nunca conectado: leia o QR code na Evolution',

  noSuchWebhook: ({ check }) => `webhook inexistente (404): confira ${check} e se o workflow está ativo`,
  workflowFailed: () => 'o workflow falhou (500): veja as execuções no n8n',
  pingNotHeard: ({ status }) => `o serviço não conhece um endereço de HEARTBEAT_URLS (${status}): confira`,
  pingAnswered: ({ status }) => `um endereço de HEARTBEAT_URLS respondeu ${status}`,
}
