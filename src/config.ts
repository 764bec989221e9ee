import { baseUrl, dockerHost, httpUrl, httpUrls } from './config/addresses.ts'
import { containerNames, mounts } from './config/lists.ts'
import { coresPercent, hours, percent, percentBelow, seconds } from './config/numbers.ts'
import { channelNames, otherChannels } from './config/other-channels.ts'
import { absolutePath, optionalPath, path } from './config/paths.ts'
import { quietHours } from './config/quiet-hours.ts'
import { recipients } from './config/recipients.ts'
import { services } from './config/services.ts'
import { text, timeZone, token } from './config/texts.ts'
import type { Translated, Variable } from './config/variable.ts'
import { flag, word, words } from './config/words.ts'

export type * from './config/types.ts'
export type { Translated, Variable } from './config/variable.ts'

const whatsapp = {
  EVOLUTION_URL: {
    ...baseUrl('https://evolution.example.com'),
    en: 'Address of the Evolution API. The four of this group are set together, or none of them.',
    pt: 'Endereço da Evolution API. Ou se definem as quatro deste grupo, ou nenhuma.',
  },
  EVOLUTION_TOKEN: {
    ...token(),
    secret: true,
    en: 'API key of the Evolution server or of the instance.',
    pt: 'Chave de API do servidor Evolution ou da instância.',
  },
  EVOLUTION_INSTANCE: {
    ...text({ example: 'vigilo' }),
    en: 'Name of the Evolution instance that sends.',
    pt: 'Nome da instância Evolution que envia.',
  },
  NOTIFY_NUMBER: {
    ...recipients(),
    en: 'Who receives the messages.',
    pt: 'Quem recebe as mensagens.',
  },
  CHANNELS: {
    ...words(channelNames, 'console', {
      en: 'whatsapp where EVOLUTION_URL is set, else console',
      pt: 'whatsapp se EVOLUTION_URL estiver definida, senão console',
    }),
    en: 'Where messages go. With NODE_ENV=production the console must be named to be used.',
    pt: 'Para onde vão as mensagens. Com NODE_ENV=production, o console só é usado se citado aqui.',
  },
} satisfies Variables

const heartbeat = {
  N8N_HEARTBEAT_URL: {
    ...httpUrl('https://n8n.example.com/webhook/vigilo'),
    secret: true,
    en: 'n8n webhook that hears the heartbeat. Without it none is sent.',
    pt: 'Webhook do n8n que recebe o heartbeat. Sem este endereço, nenhum é enviado.',
  },
  N8N_HEARTBEAT_TOKEN: {
    ...token(),
    secret: true,
    en: 'Sent to the webhook as `Authorization: Bearer`.',
    pt: 'Enviado ao webhook como `Authorization: Bearer`.',
  },
  HEARTBEAT_URLS: {
    ...httpUrls('https://hc-ping.com/your-uuid'),
    secret: true,
    en: 'Others that hear each heartbeat as a plain GET: healthchecks.io, Uptime Kuma (push).',
    pt: 'Outros que recebem cada heartbeat como um simples GET: healthchecks.io, Uptime Kuma (push).',
  },
  HEARTBEAT_INTERVAL: {
    ...seconds({ default: 60, min: 1, max: 3600 }),
    en: 'Time between two heartbeats.',
    pt: 'Tempo entre dois heartbeats.',
  },
} satisfies Variables

const agent = {
  AGENT_NAME: {
    ...text({ example: 'vps-01', fallback: { en: "the host's name", pt: 'o nome do host' } }),
    en: 'How this host is called in messages and heartbeats.',
    pt: 'Como este host é chamado nas mensagens e nos heartbeats.',
  },
  MESSAGE_LANGUAGE: {
    ...word({ 'pt-BR': 'pt-BR', en: 'en' } as const, 'pt-BR'),
    en: 'Language of the messages.',
    pt: 'Idioma das mensagens.',
  },
  TZ: {
    ...timeZone({ en: "the host's own", pt: 'o do host' }),
    en: 'Time zone of messages, reports and logs.',
    pt: 'Fuso horário das mensagens, dos relatórios e dos logs.',
  },
  CHECK_INTERVAL: {
    ...seconds({ default: 10, min: 1, max: 3600 }),
    en: 'Time between two looks at the host and its containers.',
    pt: 'Tempo entre duas verificações do host e dos containers.',
  },
  REPORT_HOURS: {
    ...hours({ default: 4, min: 0, max: 168 }),
    en: 'A report comes every so many hours, on the clock. 0: no reports.',
    pt: 'A cada quantas horas cheias vem um relatório. 0: sem relatórios.',
  },
  DATA_DIR: {
    ...path('./.vigilo'),
    en: 'Folder in which the agent keeps what must outlive a restart.',
    pt: 'Pasta em que o agente guarda o que deve sobreviver a um reinício.',
  },
  EXTENSIONS: {
    ...path('/etc/vigilo/extensions'),
    en: 'Folder of extensions: each .ts or .js file in it adds checks of your own.',
    pt: 'Pasta de extensões: cada arquivo .ts ou .js nela acrescenta verificações suas.',
  },
} satisfies Variables

const alerts = {
  CPU_THRESHOLD: {
    ...percent(85),
    en: 'CPU usage that is trouble, in percent.',
    pt: 'Uso de CPU que é problema, em porcentagem.',
  },
  CPU_CLEAR: {
    ...percentBelow('CPU_THRESHOLD', 85),
    en: 'CPU usage below which its alert is resolved, in percent.',
    pt: 'A CPU abaixo deste uso, em porcentagem, resolve seu alerta.',
  },
  RAM_THRESHOLD: {
    ...percent(90),
    en: 'Memory usage that is trouble, in percent.',
    pt: 'Uso de memória que é problema, em porcentagem.',
  },
  RAM_CLEAR: {
    ...percentBelow('RAM_THRESHOLD', 90),
    en: 'Memory usage below which its alert is resolved, in percent.',
    pt: 'A memória abaixo deste uso, em porcentagem, resolve seu alerta.',
  },
  DISK_THRESHOLD: {
    ...percent(90),
    en: 'Disk usage that is trouble, in percent, for each mount.',
    pt: 'Uso de disco que é problema, em porcentagem, para cada ponto de montagem.',
  },
  DISK_CLEAR: {
    ...percentBelow('DISK_THRESHOLD', 90),
    en: 'Disk usage below which its alert is resolved, in percent.',
    pt: 'O disco abaixo deste uso, em porcentagem, resolve seu alerta.',
  },
  CPU_FOR: {
    ...seconds({ default: 30, min: 0, max: 86_400 }),
    en: 'How long the CPU must be in trouble before an alert.',
    pt: 'Por quanto tempo a CPU precisa estar mal antes de um alerta.',
  },
  RAM_FOR: {
    ...seconds({ default: 30, min: 0, max: 86_400 }),
    en: 'How long the memory must be in trouble before an alert.',
    pt: 'Por quanto tempo a memória precisa estar mal antes de um alerta.',
  },
  KEEP_FIRING_FOR: {
    ...seconds({ default: 60, min: 0, max: 86_400 }),
    en: 'How long CPU, memory, disk or Docker must be well before their alert is resolved.',
    pt: 'Por quanto tempo CPU, memória, disco ou Docker precisam estar bem até o alerta ser dado por resolvido.',
  },
  ALERT_COOLDOWN: {
    ...seconds({ default: 1800, min: 60, max: 604_800 }),
    en: 'Least time between two messages about the same trouble while it lasts.',
    pt: 'Tempo mínimo entre duas mensagens sobre o mesmo problema enquanto ele dura.',
  },
  UNSTABLE_FOR: {
    ...seconds({ default: 900, min: 30, max: 604_800 }),
    en: 'How long something that changed to and fro must stay the same before it is told of again. At least half of ALERT_COOLDOWN.',
    pt: 'Por quanto tempo o que oscilou precisa ficar igual até se falar disso de novo. No mínimo a metade de ALERT_COOLDOWN.',
  },
  UNKNOWN_AFTER: {
    ...seconds({ default: 300, min: 10, max: 86_400 }),
    en: 'How long something that is watched may go unseen before that is an alert of its own.',
    pt: 'Por quanto tempo algo vigiado pode ficar sem ser visto até isso virar um alerta.',
  },
  QUIET_HOURS: {
    ...quietHours(),
    en: 'When only what is critical is told at once; the rest waits until they end. In the time of TZ.',
    pt: 'Quando só o que é crítico é avisado na hora; o resto espera até o fim. No horário de TZ.',
  },
  SILENCES_FILE: {
    ...optionalPath('/etc/vigilo/silences.jsonl'),
    en: 'File of silences: what is not to be told until when. It is read again when it changes.',
    pt: 'Arquivo de silêncios: o que não deve ser avisado até quando. É lido de novo quando muda.',
  },
  DISK_MOUNTS: {
    ...mounts('/mnt/backup'),
    en: 'Further mounts to watch, such as a network share.',
    pt: 'Outros pontos de montagem a vigiar, como um compartilhamento de rede.',
  },
  DISK_IGNORE: {
    ...mounts('/boot/efi,/mnt/*'),
    en: 'Mounts that are not watched. A * stands for any name.',
    pt: 'Pontos de montagem que não são vigiados. Um * vale por qualquer nome.',
  },
} satisfies Variables

const containers = {
  WATCH_ALL_CONTAINERS: {
    ...flag(true),
    en: 'Whether every container is watched.',
    pt: 'Se todos os containers são vigiados.',
  },
  WATCH_CONTAINERS: {
    ...containerNames('db,api-*'),
    en: 'Containers that have to be there and running.',
    pt: 'Containers que têm de existir e estar no ar.',
  },
  IGNORE_CONTAINERS: {
    ...containerNames('watchtower'),
    en: 'Containers that are not watched. One that is also in WATCH_CONTAINERS is watched.',
    pt: 'Containers que não são vigiados. O que também está em WATCH_CONTAINERS é vigiado.',
  },
  STOP_GRACE: {
    ...seconds({ default: 60, min: 0, max: 86_400 }),
    en: 'How long a named container that was stopped on purpose, or is absent, has to come back.',
    pt: 'Quanto tempo um container citado tem para voltar depois de parado de propósito ou removido.',
  },
  CONTAINER_RAM_THRESHOLD: {
    ...percent(90),
    en: "Memory usage of a container that is trouble, in percent of its own limit. A container's label vigilo.ram goes before it.",
    pt: 'Uso de memória de um container que é problema, em porcentagem do limite dele. A etiqueta vigilo.ram do container vale mais.',
  },
  CONTAINER_CPU_THRESHOLD: {
    ...coresPercent(),
    en: "CPU usage of a container that is trouble, in percent of one core. A container's label vigilo.cpu goes before it.",
    pt: 'Uso de CPU de um container que é problema, em porcentagem de um núcleo. A etiqueta vigilo.cpu do container vale mais.',
  },
  DOCKER_FOR: {
    ...seconds({ default: 30, min: 0, max: 86_400 }),
    en: 'How long the Docker engine must be out of reach before an alert.',
    pt: 'Por quanto tempo o Docker precisa estar fora de alcance antes de um alerta.',
  },
  DOCKER_HOST: {
    ...dockerHost('unix:///var/run/docker.sock'),
    en: 'Where the Docker engine listens.',
    pt: 'Onde o Docker escuta.',
  },
} satisfies Variables

const system = {
  HOST_ROOT: {
    ...absolutePath('/'),
    en: "Where the host's / is mounted, when the agent runs in a container.",
    pt: 'Onde está montado o / do host, quando o agente roda em um container.',
  },
  HEALTH_FILE: {
    ...optionalPath('/tmp/vigilo-health'),
    en: "File that is written at each look at the host, for a health probe. The image's own probe reads it.",
    pt: 'Arquivo escrito a cada verificação do host, para uma sonda de saúde. A sonda da própria imagem o lê.',
  },
  LOG_LEVEL: {
    ...word(
      {
        trace: 'trace',
        debug: 'debug',
        info: 'info',
        warn: 'warn',
        warning: 'warn',
        error: 'error',
        critical: 'error',
      } as const,
      'info',
    ),
    en: 'The least severe log lines that are written.',
    pt: 'As linhas de log menos graves que são escritas.',
  },
  LOG_FORMAT: {
    ...word({ text: 'text', json: 'json' } as const, 'text'),
    en: 'Lines of text, or one JSON object a line.',
    pt: 'Linhas de texto, ou um objeto JSON por linha.',
  },
} satisfies Variables

const probes = {
  SERVICES: {
    ...services(),
    secret: true,
    en: 'Services to probe. Options: name=, interval=30 and timeout=5 in seconds, status=200-299, contains=, failures=2.',
    pt: 'Serviços a sondar. Opções: name=, interval=30 e timeout=5 em segundos, status=200-299, contains=, failures=2.',
  },
} satisfies Variables

type Variables = Readonly<Record<string, Variable>>

/** Every variable that the agent reads. One that is secret is also read from the file that `NAME_FILE` names. */
export const variables = {
  ...whatsapp,
  ...otherChannels,
  ...heartbeat,
  ...agent,
  ...alerts,
  ...containers,
  ...probes,
  ...system,
}

export type VariableName = keyof typeof variables

/** The same variables as people read them: in order, under titles. */
export const groups: readonly { readonly title: Translated; readonly variables: Variables }[] = [
  { title: { en: 'WhatsApp', pt: 'WhatsApp' }, variables: whatsapp },
  { title: { en: 'Other channels', pt: 'Outros canais' }, variables: otherChannels },
  { title: { en: 'Heartbeat', pt: 'Heartbeat' }, variables: heartbeat },
  { title: { en: 'Agent', pt: 'Agente' }, variables: agent },
  { title: { en: 'Alerts', pt: 'Alertas' }, variables: alerts },
  { title: { en: 'Containers', pt: 'Containers' }, variables: containers },
  { title: { en: 'Services', pt: 'Serviços' }, variables: probes },
  { title: { en: 'System', pt: 'Sistema' }, variables: system },
]
