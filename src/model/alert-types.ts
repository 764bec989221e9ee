import type { OpenAlert } from './alert.ts'
import type { Check } from './check.ts'
import { fingerprintOf, isTrouble, type Severity } from './life.ts'
import type { SourceName } from './reading.ts'

/** Variables that say how long a trouble must last before it counts. */
export type HoldVariable = 'CPU_FOR' | 'RAM_FOR' | 'DOCKER_FOR' | 'STOP_GRACE' | 'UNKNOWN_AFTER'

/** What is known of each type of alert before it fires; the README's table is made from it. */
export interface AlertType {
  readonly severity: Severity
  /** What it is about: each language has words for it. */
  readonly topic: string
  /** Without which nothing is known of it; null: without that of the types which it stands for. */
  readonly source: SourceName | null
  /** How long the trouble must last before it counts; null is at once. */
  readonly for: HoldVariable | null
  /** It lasts for days, and is reminded of once a day. */
  readonly slow?: true
  /** What is not told of while this one is trouble. */
  readonly inhibits: readonly Inhibition[]
  /** What it tells people. */
  readonly tells: { readonly en: string; readonly pt: string }
}

/** `same`: only about the subject of the cause; `any`: about whatever subject. */
export interface Inhibition {
  readonly types: readonly string[]
  readonly subject: 'same' | 'any'
  /** Only where the cause is about this subject. */
  readonly of?: string
}

/** What can only be wrong with a container that runs. */
const runningTypes = ['CONTAINER_UNHEALTHY', 'CONTAINER_RAM', 'CONTAINER_CPU'] as const

/** What can only be wrong with a container that is there. */
const presentTypes = ['CONTAINER_NOT_RUNNING', 'CONTAINER_OOM', 'CONTAINER_CRASH_LOOP', ...runningTypes] as const

const containerTypes = ['CONTAINER_NOT_FOUND', ...presentTypes] as const

const diskTypes = ['DISK_CRITICAL', 'DISK_FORECAST', 'INODES_CRITICAL'] as const

const serviceTypes = ['SERVICE_DOWN', 'TLS_EXPIRING', 'TLS_CRITICAL'] as const

/** Every type of alert that the agent raises by itself; those of extensions are critical or warning as their checks say. */
export const alertTypes = {
  CPU_CRITICAL: {
    severity: 'critical',
    topic: 'cpu',
    source: 'host',
    for: 'CPU_FOR',
    inhibits: [],
    tells: { en: "The host's CPU is above CPU_THRESHOLD.", pt: 'A CPU do host está acima de CPU_THRESHOLD.' },
  },
  RAM_CRITICAL: {
    severity: 'critical',
    topic: 'memory',
    source: 'host',
    for: 'RAM_FOR',
    inhibits: [],
    tells: { en: "The host's memory is above RAM_THRESHOLD.", pt: 'A memória do host está acima de RAM_THRESHOLD.' },
  },
  SWAP_CRITICAL: {
    severity: 'critical',
    topic: 'swap',
    source: 'host',
    for: 'RAM_FOR',
    inhibits: [],
    tells: {
      en: "The host's swap is above SWAP_THRESHOLD, where one is given.",
      pt: 'O swap do host está acima de SWAP_THRESHOLD, quando definido.',
    },
  },
  DISK_CRITICAL: {
    severity: 'critical',
    topic: 'disk',
    source: 'host',
    for: null,
    inhibits: [{ types: ['DISK_FORECAST'], subject: 'same' }],
    tells: { en: 'A disk is above DISK_THRESHOLD.', pt: 'Um disco está acima de DISK_THRESHOLD.' },
  },
  DISK_FORECAST: {
    severity: 'warning',
    topic: 'forecast',
    source: 'host',
    for: null,
    inhibits: [],
    tells: {
      en: 'A disk will be full within 24 hours at the trend of the last hours.',
      pt: 'Um disco fica cheio em até 24 horas, pela tendência das últimas horas.',
    },
  },
  INODES_CRITICAL: {
    severity: 'critical',
    topic: 'inodes',
    source: 'host',
    for: null,
    inhibits: [],
    tells: {
      en: 'A disk has used more of its inodes than DISK_THRESHOLD.',
      pt: 'Um disco usou mais dos seus inodes que DISK_THRESHOLD.',
    },
  },
  DOCKER_CONNECTION_ERROR: {
    severity: 'critical',
    topic: 'engine',
    source: 'containers',
    for: 'DOCKER_FOR',
    inhibits: [{ types: containerTypes, subject: 'any' }],
    tells: { en: 'The Docker engine does not answer.', pt: 'O Docker não responde.' },
  },
  CONTAINER_NOT_FOUND: {
    severity: 'critical',
    topic: 'missing',
    source: 'containers',
    for: 'STOP_GRACE',
    inhibits: [{ types: presentTypes, subject: 'same' }],
    tells: {
      en: 'A container of WATCH_CONTAINERS does not exist.',
      pt: 'Um container de WATCH_CONTAINERS não existe.',
    },
  },
  CONTAINER_NOT_RUNNING: {
    severity: 'critical',
    topic: 'container',
    source: 'containers',
    for: null,
    inhibits: [{ types: runningTypes, subject: 'same' }],
    tells: {
      en: 'A container ended by itself with an error (at once), or a named one was stopped (after STOP_GRACE).',
      pt: 'Um container terminou sozinho com erro (na hora), ou um citado foi parado (depois de STOP_GRACE).',
    },
  },
  CONTAINER_UNHEALTHY: {
    severity: 'critical',
    topic: 'health',
    source: 'containers',
    for: null,
    inhibits: [],
    tells: { en: "A container's own health check fails.", pt: 'O health check do próprio container falha.' },
  },
  CONTAINER_OOM: {
    severity: 'critical',
    topic: 'outOfMemory',
    source: 'containers',
    for: null,
    inhibits: [{ types: ['CONTAINER_NOT_RUNNING', ...runningTypes], subject: 'same' }],
    tells: { en: 'A container ended because its memory ran out.', pt: 'Um container terminou por falta de memória.' },
  },
  CONTAINER_CRASH_LOOP: {
    severity: 'critical',
    topic: 'crashLoop',
    source: 'containers',
    for: null,
    inhibits: [{ types: ['CONTAINER_NOT_RUNNING', 'CONTAINER_OOM', ...runningTypes], subject: 'same' }],
    tells: {
      en: 'A container ended by itself three times in ten minutes.',
      pt: 'Um container terminou sozinho três vezes em dez minutos.',
    },
  },
  CONTAINER_RAM: {
    severity: 'warning',
    topic: 'containerMemory',
    source: 'containers',
    for: 'RAM_FOR',
    inhibits: [],
    tells: {
      en: 'A container is above CONTAINER_RAM_THRESHOLD of its own memory limit.',
      pt: 'Um container está acima de CONTAINER_RAM_THRESHOLD do seu próprio limite de memória.',
    },
  },
  CONTAINER_CPU: {
    severity: 'warning',
    topic: 'containerCpu',
    source: 'containers',
    for: 'CPU_FOR',
    inhibits: [],
    tells: {
      en: 'A container is above CONTAINER_CPU_THRESHOLD, where one is given.',
      pt: 'Um container está acima de CONTAINER_CPU_THRESHOLD, quando definido.',
    },
  },
  SERVICE_DOWN: {
    severity: 'critical',
    topic: 'service',
    source: 'service',
    for: null,
    inhibits: [],
    tells: {
      en: 'A service of SERVICES failed its probes (failures= in a row).',
      pt: 'Um serviço de SERVICES falhou nas sondas (failures= seguidas).',
    },
  },
  TLS_EXPIRING: {
    severity: 'warning',
    topic: 'certificate',
    source: 'service',
    for: null,
    slow: true,
    inhibits: [],
    tells: { en: 'A certificate expires within 14 days.', pt: 'Um certificado vence em até 14 dias.' },
  },
  TLS_CRITICAL: {
    severity: 'critical',
    topic: 'certificate',
    source: 'service',
    for: null,
    inhibits: [{ types: ['TLS_EXPIRING'], subject: 'same' }],
    tells: {
      en: 'A certificate expires within 3 days, or has expired.',
      pt: 'Um certificado vence em até 3 dias, ou já venceu.',
    },
  },
  NETWORK_DOWN: {
    severity: 'critical',
    topic: 'network',
    source: 'service',
    for: null,
    inhibits: [{ types: [...serviceTypes, 'CHANNEL_DOWN'], subject: 'any' }],
    tells: { en: 'The host has no network.', pt: 'O host está sem rede.' },
  },
  CHANNEL_DOWN: {
    severity: 'critical',
    topic: 'channel',
    source: 'channel',
    for: null,
    inhibits: [],
    tells: {
      en: 'A channel has not been able to deliver for 2 minutes, or refuses its key (at once).',
      pt: 'Um canal não consegue entregar há 2 minutos, ou recusa a chave (na hora).',
    },
  },
  OUTBOX_UNSAVED: {
    severity: 'warning',
    topic: 'outbox',
    source: 'outbox',
    for: null,
    inhibits: [],
    tells: {
      en: 'DATA_DIR cannot be written: what waits to be sent is in memory only.',
      pt: 'Não dá para escrever em DATA_DIR: o que espera para sair está só na memória.',
    },
  },
  OUTBOX_REPLACED: {
    severity: 'warning',
    topic: 'other',
    source: 'outbox',
    for: null,
    inhibits: [],
    tells: {
      en: 'The file of the messages was corrupt: it was moved aside and a new one begun (a notice).',
      pt: 'O arquivo das mensagens estava corrompido: foi posto de lado e um novo começou (um aviso).',
    },
  },
  REBOOTED: {
    severity: 'warning',
    topic: 'other',
    source: 'reboot',
    for: null,
    inhibits: [],
    tells: {
      en: 'The host was restarted, and how long it was away (a notice).',
      pt: 'O servidor reiniciou, e por quanto tempo ficou fora (um aviso).',
    },
  },
  MONITORING_BLIND: {
    severity: 'warning',
    topic: 'blind',
    source: null,
    for: 'UNKNOWN_AFTER',
    inhibits: [{ types: diskTypes, subject: 'any', of: 'host' }],
    tells: {
      en: 'Something that is watched has not been seen for UNKNOWN_AFTER.',
      pt: 'Algo monitorado está sem dados há UNKNOWN_AFTER.',
    },
  },
} as const satisfies Readonly<Record<string, AlertType>>

export type AlertTypeName = keyof typeof alertTypes

/** What an extension as a whole is judged by. It raises no alert; while it is unknown, the extension is blind. */
export const extensionType = 'EXTENSION'

/** What alerts are about; those of extensions about something other. */
export type Topic = (typeof alertTypes)[AlertTypeName]['topic'] | 'other'

const isKnown = (type: string): type is AlertTypeName => Object.hasOwn(alertTypes, type)

/** What is known of a type; null for one of an extension. */
export const alertTypeOf = (type: string): AlertType | null => (isKnown(type) ? alertTypes[type] : null)

/** What an alert of this type is about. */
export const topicOfType = (type: string): Topic => (isKnown(type) ? alertTypes[type].topic : 'other')

/** What is not told of while an alert of this type is trouble. */
export const inhibitionsOf = (type: string): readonly Inhibition[] => alertTypeOf(type)?.inhibits ?? []

/** Whether a trouble of this type lasts for days. */
export const isSlow = (type: string): boolean => alertTypeOf(type)?.slow ?? false

/** The sources without which nothing is known of what a check says; none of an extension's. */
export const sourcesOf = ({ type, details }: Pick<Check, 'type' | 'details'>): readonly SourceName[] => {
  const types = details.kind === 'blind' ? details.types : [type]
  return [...new Set(types.flatMap((one) => alertTypeOf(one)?.source ?? []))]
}

/**
 * The fingerprints that a trouble takes over when it is told for the first time: what follows from it, and is about the same
 * subject. Whoever knows of it was told later of what follows, in a moment at which it was well.
 */
export const takenOverBy = ({ life, before }: Pick<OpenAlert, 'life' | 'before'>): readonly string[] => {
  const { id, host, type, subject } = life
  if (before?.life === id || !isTrouble(life)) return []
  return inhibitionsOf(type)
    .filter((inhibition) => inhibition.subject === 'same')
    .flatMap(({ types }) => types.map((following) => fingerprintOf(host, { type: following, subject })))
}
