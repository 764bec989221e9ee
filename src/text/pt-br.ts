import type { Language } from './language.ts'
import { brazilianContainers } from './pt-br-containers.ts'
import { brazilianDelivery } from './pt-br-delivery.ts'
import { brazilianServices } from './pt-br-services.ts'
import { brazilianReasons } from './pt-br-reasons.ts'
import { counted, words } from './words.ts'

const down = ({ since, note }: { since: string; note: string }): string => `parado ${since} ${note}`

export const brazilianPortuguese: Language = {
  locale: 'pt-BR',
  day: { day: '2-digit', month: '2-digit' },

  rebooted: brazilianDelivery.rebooted,
  outboxReplaced: brazilianDelivery.outboxReplaced,
  repeated: 'repetida',
  insteadOf: (channel, reason) => `Chega por aqui porque não foi entregue por ${channel}: ${reason}`,
  late: {
    title: ({ count, since }) => `${counted(count, 'aviso atrasado', 'avisos atrasados')}, ${since}`,
    stillSo: (count) => counted(count, 'problema continua', 'problemas continuam'),
    nothingLeft: 'tudo já passou',
    from: (begin, end) => `de ${begin} a ${end}`,
    times: (count) => `${count} vezes`,
    toldBy: (channel) => `já avisado por ${channel}`,
    reports: (count) => `${counted(count, 'relatório não saiu', 'relatórios não saíram')}.`,
    starts: (count) => `${counted(count, 'início do Vigilo não foi avisado', 'inícios do Vigilo não foram avisados')}.`,
  },
  usedOf: (used, total) => `${used} de ${total}`,
  days: (count) => counted(count, 'dia', 'dias'),
  ago: (duration) => `há ${duration}`,
  since: (time) => `desde ${time}`,
  load: (load, cores) => `carga ${load} em ${counted(cores, 'núcleo', 'núcleos')}`,
  cores: (count) => counted(count, 'núcleo', 'núcleos'),
  inodes: (percent) => `inodes ${percent}`,
  swap: (percent) => `swap ${percent}`,

  container: (name) => words`o container ${name}`,
  disk: (mount) => `disco ${mount}`,
  engineDisk: 'disco do Docker',

  troubles: {
    ...brazilianContainers.troubles,
    ...brazilianServices.troubles,
    ...brazilianDelivery.troubles,
    cpu: {
      firing: ({ value, limit, ago }) => words`CPU em ${value} ${ago} (limite ${limit})`,
      reminder: ({ value, limit, ago }) => words`CPU continua alta ${ago}: ${value} (limite ${limit})`,
    },
    memory: {
      firing: ({ value, limit, ago }) => words`RAM em ${value} ${ago} (limite ${limit})`,
      reminder: ({ value, limit, ago }) => words`RAM continua alta ${ago}: ${value} (limite ${limit})`,
    },
    disk: {
      firing: ({ subject, value, limit, ago }) => words`${subject} em ${value} ${ago} (limite ${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} continua cheio ${ago}: ${value} (limite ${limit})`,
    },
    inodes: {
      firing: ({ subject, value, limit, ago }) =>
        words`${subject} está quase sem lugar para arquivos novos: inodes em ${value} ${ago} (limite ${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} continua quase sem lugar para arquivos novos ${ago}: inodes em ${value} (limite ${limit})`,
    },
    forecast: {
      firing: ({ subject, value, note }) =>
        words`${subject} fica cheio por volta de ${value} se continuar assim ${note}`,
      reminder: ({ subject, value, note }) => words`${subject} continua enchendo: cheio por volta de ${value} ${note}`,
    },
    crashed: {
      firing: ({ subject, note }) => words`${subject} caiu ${note}`,
      reminder: ({ subject, ago, note }) => words`${subject} continua fora do ar ${ago} ${note}`,
    },
    completed: {
      firing: ({ subject, ago }) => words`${subject} terminou sem erro ${ago} e não voltou`,
      reminder: ({ subject, ago }) => words`${subject} continua fora do ar ${ago} (terminou sem erro)`,
    },
    stopped: {
      firing: ({ subject, ago }) => words`${subject} foi parado de propósito ${ago} e não voltou`,
      reminder: ({ subject, ago }) => words`${subject} continua fora do ar ${ago} (parado de propósito)`,
    },
    unwitnessed: {
      firing: ({ subject, ago, note }) => words`${subject} está fora do ar ${ago} ${note}`,
      reminder: ({ subject, ago, note }) => words`${subject} continua fora do ar ${ago} ${note}`,
    },
    paused: {
      firing: ({ subject, ago }) => words`${subject} está pausado ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} continua pausado ${ago}`,
    },
    created: {
      firing: ({ subject, ago }) => words`${subject} foi criado ${ago} e ainda não foi iniciado`,
      reminder: ({ subject, ago }) => words`${subject} continua sem ser iniciado ${ago}`,
    },
    unhealthy: {
      firing: ({ subject }) => words`${subject} responde mal`,
      reminder: ({ subject, ago }) => words`${subject} continua respondendo mal ${ago}`,
    },
    missing: {
      firing: ({ subject, ago }) => words`não encontro ${subject} ${ago}`,
      reminder: ({ subject, ago }) => words`continuo sem encontrar ${subject} ${ago}`,
    },
    engine: {
      firing: ({ ago, note }) => words`o Docker não responde ${ago} ${note}`,
      reminder: ({ ago, note }) => words`o Docker continua sem responder ${ago} ${note}`,
    },
    blind: {
      firing: ({ subject, ago }) => words`não vejo ${subject} ${ago}`,
      reminder: ({ subject, ago }) => words`continuo sem ver ${subject} ${ago}`,
    },
    other: {
      firing: ({ subject, why }) => words`${subject}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} continua assim ${ago}: ${why}`,
    },
  },

  topics: {
    ...brazilianContainers.topics,
    ...brazilianServices.topics,
    ...brazilianDelivery.topics,
    cpu: () => words`CPU`,
    memory: () => words`RAM`,
    disk: (subject) => subject,
    inodes: (subject) => words`inodes do ${subject}`,
    forecast: (subject) => words`a previsão do ${subject}`,
    container: (subject) => subject,
    health: (subject) => words`a saúde de ${subject}`,
    missing: (subject) => subject,
    engine: () => words`o Docker`,
    blind: (subject) => words`a visão de ${subject}`,
    other: (subject) => subject,
  },
  unstable: ({ subject, changes, since, now }) =>
    words`${subject} oscila: ${counted(changes, 'mudança', 'mudanças')} ${since}, agora ${now === 'firing' ? 'com problema' : 'bem'}`,
  quietUntilSettled: 'Volto a avisar quando estabilizar.',
  settledAfter: (changes, since) => `Estabilizou depois de ${counted(changes, 'mudança', 'mudanças')} ${since}.`,
  notice: ({ subject, why }) => words`${subject}: ${why}`,
  failures: brazilianServices.failures,
  expiresIn: brazilianServices.expiresIn,
  expired: brazilianServices.expired,
  perHour: (size) => `${size} por hora`,
  was: (value) => `antes ${value}`,
  withheld: (count) => `${counted(count, 'aviso anterior ficou retido', 'avisos anteriores ficaram retidos')}.`,
  cameAndWent: (count) =>
    counted(count, 'problema veio e se foi nesse meio-tempo', 'problemas vieram e se foram nesse meio-tempo'),

  ends: {
    ...brazilianContainers.ends,
    ...brazilianServices.ends,
    ...brazilianDelivery.ends,
    cpu: {
      resolved: ({ note }) => words`CPU voltou ao normal ${note}.`,
      removed: () => words`CPU não é mais vigiada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
    },
    memory: {
      resolved: ({ note }) => words`RAM voltou ao normal ${note}.`,
      removed: () => words`RAM não é mais vigiada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
    },
    disk: {
      resolved: ({ subject, note }) => words`${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: (duration) => `Ficou cheio por ${duration}.`,
    },
    inodes: {
      resolved: ({ subject, note }) => words`${subject} tem de novo lugar para arquivos novos ${note}.`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: (duration) => `Ficou assim por ${duration}.`,
    },
    forecast: {
      resolved: ({ subject }) => words`${subject} não enche mais nesse ritmo.`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: () => '',
    },
    container: {
      resolved: ({ subject }) => words`${subject} voltou.`,
      removed: ({ subject }) => words`${subject} foi removido.`,
      lasted: (duration) => `Ficou fora por ${duration}.`,
    },
    health: {
      resolved: ({ subject }) => words`${subject} voltou a responder bem.`,
      removed: ({ subject }) => words`${subject} não está mais no ar.`,
      lasted: (duration) => `Respondeu mal por ${duration}.`,
    },
    missing: {
      resolved: ({ subject }) => words`${subject} apareceu.`,
      removed: ({ subject }) => words`${subject} não é mais vigiado.`,
      lasted: (duration) => `Ficou ausente por ${duration}.`,
    },
    engine: {
      resolved: () => words`o Docker voltou a responder.`,
      removed: () => words`o Docker não é mais vigiado.`,
      lasted: (duration) => `Ficou fora por ${duration}.`,
    },
    blind: {
      resolved: ({ subject }) => words`voltei a ver ${subject}.`,
      removed: ({ subject }) => words`${subject} não é mais vigiado.`,
      lasted: (duration) => `Fiquei sem ver por ${duration}.`,
    },
    other: {
      resolved: ({ subject, note }) => words`${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`${subject} não é mais vigiado.`,
      lasted: (duration) => `Durou ${duration}.`,
    },
  },

  notMissed: {
    stopped: ({ subject }) => words`${subject} foi parado de propósito.`,
    completed: ({ subject }) => words`${subject} terminou sem erro.`,
  },

  exitCode: (code) => `código ${code}`,
  signal: (number) => `sinal ${number}`,
  memoryExhausted: 'memória esgotada',
  killed: 'encerrado à força',
  segmentationFault: 'erro de acesso à memória',

  deaths: (count, within) => `${counted(count, 'vez', 'vezes')}${within === '' ? '' : ` em ${within}`}`,
  exitCodes: (codes) => `${codes.length === 1 ? 'código' : 'códigos'} ${codes.join(', ')}`,
  processKilledForMemory: 'um processo dele foi encerrado por falta de memória; o container continua no ar',
  labelProblem: (label, reason) =>
    reason === 'invalid'
      ? `o valor da etiqueta ${label} não vale, fica o padrão`
      : `a etiqueta ${label} não existe, confira a grafia`,

  wasUpFor: (duration) => `Estava no ar há ${duration}.`,
  memoryLimit: (size, peak) => `Limite de memória: ${size}${peak === '' ? '' : `, pico ${peak}`}.`,
  noMemoryLimit: 'Não tinha limite de memória.',
  beingRestarted: 'O Docker está reiniciando.',
  containersUnseen: 'Enquanto isso, não vejo os containers.',
  diskParts: {
    images: 'imagens',
    containers: 'containers',
    volumes: 'volumes',
    buildCache: 'cache de build',
    logs: 'logs de containers',
  },
  mostOfDisk: (list) => words`No Docker: ${list}`,
  grownSince: (list) => `Desde o aviso: ${list}`,
  unused: (size) => `${size} sem uso`,
  inUse: (usage) => `${usage} em uso`,
  inContainer: (process, container) => words`${process}, no container ${container}`,
  processes: (list) => words`Processos: ${list}`,
  containers: (list) => words`Containers: ${list}`,

  problems: (count) => counted(count, 'problema', 'problemas'),
  resolved: (count) => counted(count, 'resolvido', 'resolvidos'),
  removed: (count) => counted(count, 'removido', 'removidos'),
  unstableCount: (count) => counted(count, 'instável', 'instáveis'),
  notices: (count) => counted(count, 'aviso', 'avisos'),
  more: (count) => `e mais ${count}`,

  report: {
    title: (time) => `relatório ${time.startsWith('01') ? 'da' : 'das'} ${time}`,
    problems: (count) => counted(count, 'problema agora', 'problemas agora'),
    unseen: (what, why) => `${what} sem acesso: ${why}`,
    host: 'Host',
    waiting: (list) => `Tempo de espera: ${list}`,
    resources: { cpu: 'CPU', memory: 'memória', io: 'disco' },
    uptime: (duration) => `No ar há ${duration}`,
    processCount: (count) => counted(count, 'processo', 'processos'),
    containers: (running, total) => `Containers: ${running} de ${total} no ar`,
    watched: (count) => counted(count, 'vigiado', 'vigiados'),
    unwell: {
      crashed: down,
      unwitnessed: down,
      completed: ({ since }) => `terminou sem erro, parado ${since}`,
      stopped: ({ since }) => `parado de propósito ${since}`,
      paused: () => 'pausado',
      created: () => 'nunca iniciado',
      unhealthy: ({ note }) => `responde mal ${note}`,
      missing: () => 'não encontrado',
    },
    services: (answering, total) => `Serviços: ${answering} de ${total} respondem`,
    mostCpu: (list) => words`Mais CPU: ${list}`,
    mostMemory: (list) => words`Mais RAM: ${list}`,
    sinceStart: 'desde o início',
    noAlerts: 'nenhum alerta',
    noNewAlerts: 'nenhum alerta novo',
    alerts: (count) => counted(count, 'alerta', 'alertas'),
    allResolved: (count) => (count === 1 ? 'já resolvido' : `${count === 2 ? 'ambos' : 'todos'} resolvidos`),
    allDelivered: 'Tudo entregue.',
    messages: (list) => `Mensagens: ${list}.`,
    delivered: (count) => counted(count, 'entregue', 'entregues'),
    attemptsFailed: (count) => counted(count, 'tentativa falhou', 'tentativas falharam'),
    lost: (count) => counted(count, 'perdida', 'perdidas'),
    queued: (count) => `${count} na fila`,
    heartbeats: (list) => `Sinais de vida: ${list}.`,
    heartbeatsSent: (count) => counted(count, 'enviado', 'enviados'),
    heartbeatsFailed: (count) => counted(count, 'falhou', 'falharam'),
  },

  startup: {
    title: (version) => `Vigilo ${version} começou a vigiar`,
    kernel: (version) => `kernel ${version}`,
    memory: (size) => `${size} de RAM`,
    connected: (names) => `Conectado: ${names}`,
    notConnected: (name, why) => `Sem conexão com ${name}: ${why}`,
    connections: {
      whatsapp: 'WhatsApp',
      telegram: 'Telegram',
      ntfy: 'ntfy',
      webhook: 'webhook',
      apprise: 'Apprise',
      heartbeat: 'sinal de vida',
      docker: 'Docker',
    },
    restarted: ({ restarts, since, version }) =>
      `o Vigilo caiu e voltou ${counted(restarts, 'vez', 'vezes')} ${since} (versão ${version})`,
  },

  test: 'esta é uma mensagem de teste. Os alertas vão chegar como ela.',

  reasons: brazilianReasons,
}
