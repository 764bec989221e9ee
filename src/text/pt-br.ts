import type { Language } from './language.ts'
import { brazilianContainers } from './pt-br-containers.ts'
import { brazilianDelivery } from './pt-br-delivery.ts'
import { atTime, fromTo, of, ofTime, withoutArticle } from './pt-br-grammar.ts'
import { brazilianServices } from './pt-br-services.ts'
import { brazilianReasons } from './pt-br-reasons.ts'
import { counted, join, words } from './words.ts'

const down = ({ since, note }: { since: string; note: string }): string => `fora do ar ${since} ${note}`

export const brazilianPortuguese: Language = {
  locale: 'pt-BR',
  day: { day: '2-digit', month: '2-digit' },

  rebooted: brazilianDelivery.rebooted,
  outboxReplaced: brazilianDelivery.outboxReplaced,
  chatMoved: (chat) => `No Telegram, este grupo agora é ${chat}: atualize TELEGRAM_CHAT.`,
  repeated: 'repetida',
  insteadOf: (channel, reason) => `Enviado por aqui porque não foi entregue pelo ${channel}: ${reason}`,
  late: {
    title: ({ count, since }) => `${counted(count, 'aviso atrasado', 'avisos atrasados')}, ${since}`,
    stillSo: (count) => counted(count, 'problema continua', 'problemas continuam'),
    nothingLeft: 'tudo já passou',
    from: fromTo,
    happened: atTime,
    times: (count) => `${count} vezes`,
    worse: 'piorou',
    toldBy: (channel) => `já avisado pelo ${channel}`,
    reports: (count) => `${counted(count, 'relatório não foi enviado', 'relatórios não foram enviados')}.`,
    starts: (count) =>
      count === 1 ? 'O início do Vigilo não foi avisado.' : `${count} inícios do Vigilo não foram avisados.`,
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
  extension: (name) => words`${name} (extensão)`,
  engineDisk: 'disco do Docker',

  troubles: {
    ...brazilianContainers.troubles,
    ...brazilianServices.troubles,
    ...brazilianDelivery.troubles,
    cpu: {
      firing: ({ value, limit, ago }) => words`CPU em ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`CPU continua alta ${ago}: ${value} (${limit})`,
    },
    memory: {
      firing: ({ value, limit, ago }) => words`RAM em ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`RAM continua alta ${ago}: ${value} (${limit})`,
    },
    swap: {
      firing: ({ value, limit, ago }) => words`Swap em ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`Swap continua alto ${ago}: ${value} (${limit})`,
    },
    disk: {
      firing: ({ subject, value, limit, ago }) => words`${subject} em ${value} ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} continua cheio ${ago}: ${value} (${limit})`,
    },
    inodes: {
      firing: ({ subject, value, limit, ago }) =>
        words`${subject} está quase sem inodes livres ${ago}: uso de ${value} (${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} continua quase sem inodes livres ${ago}: uso de ${value} (${limit})`,
    },
    forecast: {
      firing: ({ subject, value, note }) =>
        words`${subject} vai encher por volta ${ofTime(value)} se continuar assim ${note}`,
      reminder: ({ subject, value, note }) =>
        words`${subject} continua enchendo: vai encher por volta ${ofTime(value)} ${note}`,
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
    notStarted: {
      firing: ({ subject }) => words`${subject} não iniciou`,
      reminder: ({ subject, ago }) => words`${subject} continua fora do ar ${ago} (não iniciou)`,
    },
    unhealthy: {
      firing: ({ subject }) => words`o healthcheck ${of(subject)} está falhando`,
      reminder: ({ subject, ago }) => words`o healthcheck ${of(subject)} continua falhando ${ago}`,
    },
    missing: {
      firing: ({ subject, ago }) => words`${subject} não existe ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} continua sem existir ${ago}`,
    },
    engine: {
      firing: ({ ago, note }) => words`o Docker não responde ${ago} ${note}`,
      reminder: ({ ago, note }) => words`o Docker continua sem responder ${ago} ${note}`,
    },
    blind: {
      firing: ({ subject, ago }) => words`não vejo o ${subject} ${ago}`,
      reminder: ({ subject, ago }) => words`continuo sem ver o ${subject} ${ago}`,
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
    cpu: () => words`a CPU`,
    memory: () => words`a RAM`,
    swap: () => words`o swap`,
    disk: (subject) => words`o ${subject}`,
    inodes: (subject) => words`o uso de inodes do ${subject}`,
    forecast: (subject) => words`a tendência do ${subject}`,
    container: (subject) => subject,
    health: (subject) => words`o healthcheck de ${subject}`,
    missing: (subject) => subject,
    engine: () => words`o Docker`,
    blind: (subject) => words`o acesso ao ${subject}`,
    other: (subject) => subject,
  },
  unstable: ({ subject, note, changes, since, now, isKnown }) =>
    words`${subject} ${isKnown ? 'continua' : 'está'} instável ${note}: ${counted(changes, 'mudança', 'mudanças')} ${since}, agora ${now === 'firing' ? 'com problema' : 'normal'}`,
  unstableAs: {
    disk: 'enche e esvazia',
    container: 'cai e volta',
    missing: 'some e reaparece',
    outOfMemory: 'fica sem memória, cai e volta',
    crashLoop: 'para de cair e volta a cair',
    engine: 'para de responder e volta',
    service: 'para de responder e volta',
    channel: 'para de entregar e volta',
  },
  quietUntilSettled: 'Não vou avisar cada mudança até estabilizar.',
  settledAfter: ({ changes, period, isWell }) =>
    `${isWell ? 'Estabilizou' : 'Estabilizou com problema'} depois de ${counted(changes, 'mudança', 'mudanças')}, ${period}.`,
  notice: ({ subject, why }) => words`${subject}: ${why}`,
  happened: ({ times, time }) =>
    times > 1
      ? `Aconteceu ${times} vezes${time === '' ? '' : `, a última ${atTime(time)}`}.`
      : `Aconteceu ${atTime(time)}.`,
  failures: brazilianServices.failures,
  expiresIn: brazilianServices.expiresIn,
  expired: brazilianServices.expired,
  perHour: (size) => `${size} por hora`,
  limit: (value) => `limite ${value}`,
  clearBelow: (value) => `normaliza abaixo de ${value}`,
  was: (value) => `antes ${value}`,
  missed: (count) =>
    `Antes disso, o mesmo problema surgiu e se resolveu ${count === 1 ? 'uma vez' : `${count} vezes`}, sem aviso.`,
  cameAndWent: (count) =>
    `${counted(count, 'problema surgiu e se resolveu', 'problemas surgiram e se resolveram')} sem aviso`,
  worse: 'Piorou: agora é crítico.',
  milder: 'Melhorou: não é mais crítico.',
  lastTime: ({ lasted, until }) => `Da última vez durou ${lasted === '' ? '' : `${lasted}, `}até ${until}.`,
  formerly: (name) => words`Antes se chamava ${name}.`,
  replaces: (list) => words`Substitui o alerta anterior sobre ${list}.`,
  moreThanOnce: (period) => `Aconteceu mais de uma vez, ${period}.`,

  ends: {
    ...brazilianContainers.ends,
    ...brazilianServices.ends,
    ...brazilianDelivery.ends,
    cpu: {
      resolved: ({ note }) => words`CPU voltou ao normal ${note}.`,
      removed: () => words`CPU deixou de ser monitorada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
      during: (period) => `alta ${period}`,
    },
    memory: {
      resolved: ({ note }) => words`RAM voltou ao normal ${note}.`,
      removed: () => words`RAM deixou de ser monitorada.`,
      lasted: (duration) => `Ficou alta por ${duration}.`,
      during: (period) => `alta ${period}`,
    },
    swap: {
      resolved: ({ note }) => words`Swap voltou ao normal ${note}.`,
      removed: () => words`Swap deixou de ser monitorado.`,
      lasted: (duration) => `Ficou alto por ${duration}.`,
      during: (period) => `alto ${period}`,
    },
    disk: {
      resolved: ({ subject, note }) => words`${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: (duration) => `Ficou cheio por ${duration}.`,
      during: (period) => `cheio ${period}`,
    },
    inodes: {
      resolved: ({ subject, why }) =>
        words`${subject} voltou a ter espaço para arquivos novos (${why} dos inodes em uso).`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: (duration) => `Ficou quase sem inodes livres por ${duration}.`,
      during: (period) => `quase sem inodes livres ${period}`,
    },
    forecast: {
      resolved: ({ subject }) => words`${subject} parou de encher nesse ritmo.`,
      removed: ({ subject }) => words`${subject} não está mais montado.`,
      lasted: () => '',
      during: (period) => `enchendo ${period}`,
    },
    container: {
      resolved: ({ subject }) => words`${subject} voltou.`,
      removed: ({ subject }) => words`${subject} foi removido.`,
      lasted: (duration) => `Ficou fora do ar por ${duration}.`,
      during: (period) => `fora do ar ${period}`,
    },
    health: {
      resolved: ({ subject }) => words`${subject} voltou a ficar saudável.`,
      removed: ({ subject }) => words`o healthcheck de ${subject} deixou de ser monitorado.`,
      lasted: (duration) => `Ficou falhando por ${duration}.`,
      during: (period) => `healthcheck falhando ${period}`,
    },
    missing: {
      resolved: ({ subject }) => words`${subject} apareceu.`,
      removed: ({ subject }) => words`${subject} deixou de ser monitorado.`,
      lasted: (duration) => `Ficou sem existir por ${duration}.`,
      during: (period) => `sem existir ${period}`,
    },
    engine: {
      resolved: () => words`o Docker voltou a responder.`,
      removed: () => words`o Docker deixou de ser monitorado.`,
      lasted: (duration) => `Ficou sem responder por ${duration}.`,
      during: (period) => `sem responder ${period}`,
    },
    blind: {
      resolved: ({ subject }) => words`voltei a ver o ${subject}.`,
      removed: ({ subject }) => words`${subject} deixou de ser monitorado.`,
      lasted: (duration) => `Fiquei sem acesso por ${duration}.`,
      during: (period) => `sem acesso ${period}`,
    },
    other: {
      resolved: ({ subject, note }) => words`${subject} voltou ao normal ${note}.`,
      removed: ({ subject }) => words`${subject} deixou de ser monitorado.`,
      lasted: (duration) => `Durou ${duration}.`,
      during: (period) => `com problema ${period}`,
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
  processKilledForMemory: (subject) =>
    words`um processo ${of(subject)} foi morto por falta de memória (o container continua no ar)`,
  labelProblem: (label, reason) =>
    reason === 'invalid' ? `label ${label} inválida; usando o padrão` : `a label ${label} não existe; confira a grafia`,

  wasUpFor: (duration) => `Estava no ar há ${duration}.`,
  memoryLimit: (size, peak) => `Limite de memória: ${size}${peak === '' ? '' : `, pico ${peak}`}.`,
  noMemoryLimit: 'Sem limite de memória.',
  beingRestarted: 'O Docker está reiniciando o container.',
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
    title: (time) => `relatório ${ofTime(time)}`,
    problems: (count) => counted(count, 'problema agora', 'problemas agora'),
    unseen: (what, why) => `Sem acesso ao ${what}: ${why}`,
    host: 'host',
    waiting: (list) => `Pressão (PSI): ${list}`,
    resources: { cpu: 'CPU', memory: 'memória', io: 'disco' },
    uptime: (duration) => `No ar há ${duration}`,
    processCount: (count) => counted(count, 'processo', 'processos'),
    containers: (running, total) => `Containers: ${running} de ${total} no ar`,
    watched: (count) => counted(count, 'monitorado', 'monitorados'),
    down: {
      crashed: down,
      unwitnessed: down,
      completed: ({ since }) => `terminou sem erro, fora do ar ${since}`,
      stopped: ({ since }) => `parado de propósito ${since}`,
      paused: () => 'pausado',
      created: () => 'nunca iniciado',
      notStarted: ({ since }) => `não iniciou, fora do ar ${since}`,
    },
    services: (list) => `Serviços: ${list}.`,
    answering: (count, total) => `${count} de ${total} ${count === 1 ? 'responde' : 'respondem'}`,
    unseenServices: (count) => `${count} sem dados agora`,
    silenced: (topics) => words`🔇 Silenciados: ${join(topics.map(withoutArticle), ', ')}`,
    mostCpu: (list) => words`Maior uso de CPU: ${list}`,
    mostMemory: (list) => words`Maior uso de RAM: ${list}`,
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
    heartbeats: (list) => `Heartbeats: ${list}.`,
    heartbeatsSent: (count) => counted(count, 'enviado', 'enviados'),
    heartbeatsFailed: (count) => counted(count, 'falhou', 'falharam'),
  },

  startup: {
    title: (version) => `o Vigilo ${version} está monitorando`,
    startedAt: (time) => `Iniciou ${atTime(time)}.`,
    kernel: (version) => `kernel ${version}`,
    memory: (size) => `${size} de RAM`,
    connected: (names) => `Conectado a: ${names}`,
    notConnected: (name, why) => `Sem conexão com o ${name}: ${why}`,
    connections: {
      whatsapp: 'WhatsApp',
      telegram: 'Telegram',
      ntfy: 'ntfy',
      webhook: 'webhook',
      apprise: 'Apprise',
      heartbeat: 'heartbeat',
      docker: 'Docker',
    },
    restarted: ({ restarts, since, version }) =>
      `o Vigilo caiu e voltou ${counted(restarts, 'vez', 'vezes')} ${since} (versão ${version})`,
  },

  test: 'esta é uma mensagem de teste. Os alertas vão chegar assim.',

  reasons: brazilianReasons,
}
