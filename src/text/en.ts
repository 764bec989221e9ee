import { englishContainers } from './en-containers.ts'
import { englishDelivery } from './en-delivery.ts'
import { atTime, clockFirst, fromTo } from './en-grammar.ts'
import { englishReasons } from './en-reasons.ts'
import { englishServices } from './en-services.ts'
import type { Language } from './language.ts'
import { counted, join, words } from './words.ts'

const down = ({ since, note }: { since: string; note: string }): string => `down ${since} ${note}`

export const english: Language = {
  locale: 'en',
  day: { day: 'numeric', month: 'short' },

  rebooted: englishDelivery.rebooted,
  outboxReplaced: englishDelivery.outboxReplaced,
  chatMoved: (chat) => `Telegram has made this group ${chat}: set it in TELEGRAM_CHAT.`,
  repeated: 'repeated',
  insteadOf: (channel, reason) => `Sent this way because ${channel} did not deliver it: ${reason}`,
  late: {
    title: ({ count, since }) => `${counted(count, 'late message', 'late messages')}, ${since}`,
    stillSo: (count) => counted(count, 'problem continues', 'problems continue'),
    nothingLeft: 'all of it is over',
    from: fromTo,
    happened: atTime,
    times: (count) => `${count} times`,
    worse: 'worse now',
    toldBy: (channel) => `already sent by ${channel}`,
    reports: (count) => `${counted(count, 'report was', 'reports were')} not sent.`,
    starts: (count) => `${counted(count, 'start-up notice was', 'start-up notices were')} not sent.`,
  },
  usedOf: (used, total) => `${used} of ${total}`,
  days: (count) => counted(count, 'day', 'days'),
  ago: (duration) => `for ${duration}`,
  since: (time) => `since ${time}`,
  load: (load, cores) => `load ${load} on ${counted(cores, 'core', 'cores')}`,
  cores: (count) => counted(count, 'core', 'cores'),
  inodes: (percent) => `inodes ${percent}`,
  swap: (percent) => `swap ${percent}`,

  container: (name) => words`container ${name}`,
  disk: (mount) => `disk ${mount}`,
  extension: (name) => words`${name} (extension)`,
  engineDisk: "Docker's disk",

  troubles: {
    ...englishContainers.troubles,
    ...englishServices.troubles,
    ...englishDelivery.troubles,
    cpu: {
      firing: ({ value, limit, ago }) => words`CPU at ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`CPU still high ${ago}: ${value} (${limit})`,
    },
    memory: {
      firing: ({ value, limit, ago }) => words`RAM at ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`RAM still high ${ago}: ${value} (${limit})`,
    },
    swap: {
      firing: ({ value, limit, ago }) => words`Swap at ${value} ${ago} (${limit})`,
      reminder: ({ value, limit, ago }) => words`Swap still high ${ago}: ${value} (${limit})`,
    },
    disk: {
      firing: ({ subject, value, limit, ago }) => words`${subject} at ${value} ${ago} (${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} still full ${ago}: ${value} (${limit})`,
    },
    inodes: {
      firing: ({ subject, value, limit, ago }) =>
        words`${subject} is almost out of free inodes ${ago}: inodes at ${value} (${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} still almost out of free inodes ${ago}: inodes at ${value} (${limit})`,
    },
    forecast: {
      firing: ({ subject, value, note }) =>
        words`${subject} will be full around ${clockFirst(value)} at this rate ${note}`,
      reminder: ({ subject, value, note }) =>
        words`${subject} keeps filling up: full around ${clockFirst(value)} ${note}`,
    },
    crashed: {
      firing: ({ subject, note }) => words`${subject} crashed ${note}`,
      reminder: ({ subject, ago, note }) => words`${subject} still down ${ago} ${note}`,
    },
    completed: {
      firing: ({ subject, ago }) => words`${subject} finished without error and has not come back ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still down ${ago} (finished without error)`,
    },
    stopped: {
      firing: ({ subject, ago }) => words`${subject} was stopped on purpose and has not come back ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still down ${ago} (stopped on purpose)`,
    },
    unwitnessed: {
      firing: ({ subject, ago, note }) => words`${subject} is down ${ago} ${note}`,
      reminder: ({ subject, ago, note }) => words`${subject} still down ${ago} ${note}`,
    },
    paused: {
      firing: ({ subject, ago }) => words`${subject} has been paused ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still paused ${ago}`,
    },
    created: {
      firing: ({ subject, ago }) => words`${subject} was created and has not been started ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still not started ${ago}`,
    },
    notStarted: {
      firing: ({ subject }) => words`${subject} could not be started`,
      reminder: ({ subject, ago }) => words`${subject} still down ${ago} (could not be started)`,
    },
    unhealthy: {
      firing: ({ subject }) => words`${subject} is unhealthy`,
      reminder: ({ subject, ago }) => words`${subject} still unhealthy ${ago}`,
    },
    missing: {
      firing: ({ subject, ago }) => words`${subject} not found ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still not found ${ago}`,
    },
    engine: {
      firing: ({ ago, note }) => words`Docker has not answered ${ago} ${note}`,
      reminder: ({ ago, note }) => words`Docker still not answering ${ago} ${note}`,
    },
    blind: {
      firing: ({ subject, ago }) => words`${subject} cannot be seen ${ago}`,
      reminder: ({ subject, ago }) => words`${subject} still cannot be seen ${ago}`,
    },
    other: {
      firing: ({ subject, why }) => words`${subject}: ${why}`,
      reminder: ({ subject, ago, why }) => words`${subject} still so ${ago}: ${why}`,
    },
  },

  topics: {
    ...englishContainers.topics,
    ...englishServices.topics,
    ...englishDelivery.topics,
    cpu: () => words`CPU`,
    memory: () => words`RAM`,
    swap: () => words`swap`,
    disk: (subject) => subject,
    inodes: (subject) => words`the inode use of ${subject}`,
    forecast: (subject) => words`the forecast for ${subject}`,
    container: (subject) => subject,
    health: (subject) => words`the healthcheck of ${subject}`,
    missing: (subject) => subject,
    engine: () => words`Docker`,
    blind: (subject) => words`the access to ${subject}`,
    other: (subject) => subject,
  },
  unstable: ({ subject, note, changes, since, now, isKnown }) =>
    words`${subject} is ${isKnown ? 'still' : ''} unstable ${note}: ${counted(changes, 'change', 'changes')} ${since}, now ${now === 'firing' ? 'in trouble' : 'fine'}`,
  unstableAs: {
    disk: 'fills up and empties',
    container: 'goes down and comes back',
    missing: 'disappears and comes back',
    outOfMemory: 'runs out of memory and comes back',
    crashLoop: 'keeps dying, recovers and dies again',
    engine: 'stops answering and answers again',
    service: 'stops answering and answers again',
    channel: 'stops delivering and delivers again',
  },
  quietUntilSettled: 'I will not report every change until it settles.',
  settledAfter: ({ changes, period, isWell }) =>
    `It has settled ${isWell ? '' : 'in trouble '}after ${counted(changes, 'change', 'changes')}, ${period}.`,
  notice: ({ subject, why }) => words`${subject}: ${why}`,
  happened: ({ times, time }) =>
    times > 1
      ? `It happened ${times} times${time === '' ? '' : `, the last ${atTime(time)}`}.`
      : `It happened ${atTime(time)}.`,
  failures: englishServices.failures,
  expiresIn: englishServices.expiresIn,
  expired: englishServices.expired,
  perHour: (size) => `${size} an hour`,
  limit: (value) => `limit ${value}`,
  clearBelow: (value) => `resolved below ${value}`,
  was: (value) => `was ${value}`,
  missed: (count) =>
    `Before that, the same problem came and went ${count === 1 ? 'once' : `${count} times`} without a message.`,
  cameAndWent: (count) => `${counted(count, 'problem', 'problems')} came and went without a message`,
  worse: 'It got worse: it is critical now.',
  milder: 'It got better: it is no longer critical.',
  lastTime: ({ lasted, until }) => `Last time it lasted ${lasted === '' ? '' : `${lasted}, `}until ${until}.`,
  formerly: (name) => words`It was called ${name} before.`,
  replaces: (list) => words`It replaces the earlier alert about ${list}.`,
  moreThanOnce: (period) => `It happened more than once, ${period}.`,

  ends: {
    ...englishContainers.ends,
    ...englishServices.ends,
    ...englishDelivery.ends,
    cpu: {
      resolved: ({ note }) => words`CPU back to normal ${note}.`,
      removed: () => words`CPU is no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
      during: (period) => `high ${period}`,
    },
    memory: {
      resolved: ({ note }) => words`RAM back to normal ${note}.`,
      removed: () => words`RAM is no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
      during: (period) => `high ${period}`,
    },
    swap: {
      resolved: ({ note }) => words`Swap back to normal ${note}.`,
      removed: () => words`Swap no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
      during: (period) => `high ${period}`,
    },
    disk: {
      resolved: ({ subject, note }) => words`${subject} back to normal ${note}.`,
      removed: ({ subject }) => words`${subject} is no longer mounted.`,
      lasted: (duration) => `It was full for ${duration}.`,
      during: (period) => `full ${period}`,
    },
    inodes: {
      resolved: ({ subject, why }) => words`${subject} has free inodes again (${why} in use).`,
      removed: ({ subject }) => words`${subject} is no longer mounted.`,
      lasted: (duration) => `It was almost out of them for ${duration}.`,
      during: (period) => `almost out of free inodes ${period}`,
    },
    forecast: {
      resolved: ({ subject }) => words`${subject} is no longer filling up at this rate.`,
      removed: ({ subject }) => words`${subject} is no longer mounted.`,
      lasted: () => '',
      during: (period) => `filling up ${period}`,
    },
    container: {
      resolved: ({ subject }) => words`${subject} is back.`,
      removed: ({ subject }) => words`${subject} was removed.`,
      lasted: (duration) => `It was down for ${duration}.`,
      during: (period) => `down ${period}`,
    },
    health: {
      resolved: ({ subject }) => words`${subject} is healthy again.`,
      removed: ({ subject }) => words`the healthcheck of ${subject} is no longer watched.`,
      lasted: (duration) => `It was unhealthy for ${duration}.`,
      during: (period) => `unhealthy ${period}`,
    },
    missing: {
      resolved: ({ subject }) => words`${subject} is there now.`,
      removed: ({ subject }) => words`${subject} is no longer watched.`,
      lasted: (duration) => `It was missing for ${duration}.`,
      during: (period) => `missing ${period}`,
    },
    engine: {
      resolved: () => words`Docker answers again.`,
      removed: () => words`Docker is no longer watched.`,
      lasted: (duration) => `It did not answer for ${duration}.`,
      during: (period) => `without an answer ${period}`,
    },
    blind: {
      resolved: ({ subject }) => words`${subject} can be seen again.`,
      removed: ({ subject }) => words`${subject} is no longer watched.`,
      lasted: (duration) => `It could not be seen for ${duration}.`,
      during: (period) => `not seen ${period}`,
    },
    other: {
      resolved: ({ subject, note }) => words`${subject} back to normal ${note}.`,
      removed: ({ subject }) => words`${subject} is no longer watched.`,
      lasted: (duration) => `It lasted ${duration}.`,
      during: (period) => `in trouble ${period}`,
    },
  },

  notMissed: {
    stopped: ({ subject }) => words`${subject} was stopped on purpose.`,
    completed: ({ subject }) => words`${subject} finished without error.`,
  },

  exitCode: (code) => `code ${code}`,
  signal: (number) => `signal ${number}`,
  memoryExhausted: 'out of memory',
  killed: 'killed',
  segmentationFault: 'segmentation fault',

  deaths: (count, within) => `${counted(count, 'time', 'times')}${within === '' ? '' : ` in ${within}`}`,
  exitCodes: (codes) => `${codes.length === 1 ? 'code' : 'codes'} ${codes.join(', ')}`,
  processKilledForMemory: (subject) =>
    words`a process in ${subject} was killed for lack of memory (the container still runs)`,
  labelProblem: (label, reason) =>
    reason === 'invalid'
      ? `label ${label} is invalid; using the default`
      : `there is no label ${label}; is it misspelt?`,

  wasUpFor: (duration) => `It had been up for ${duration}.`,
  memoryLimit: (size, peak) => `Memory limit: ${size}${peak === '' ? '' : `, peak ${peak}`}.`,
  noMemoryLimit: 'It had no memory limit.',
  beingRestarted: 'Docker is restarting it.',
  containersUnseen: 'Until it is back, I cannot see the containers.',
  diskParts: {
    images: 'images',
    containers: 'containers',
    volumes: 'volumes',
    buildCache: 'build cache',
    logs: 'container logs',
  },
  mostOfDisk: (list) => words`In Docker: ${list}`,
  grownSince: (list) => `Since the alert: ${list}`,
  unused: (size) => `${size} unused`,
  inUse: (usage) => `${usage} in use`,
  inContainer: (process, container) => words`${process}, in container ${container}`,
  processes: (list) => words`Processes: ${list}`,
  containers: (list) => words`Containers: ${list}`,

  problems: (count) => counted(count, 'problem', 'problems'),
  resolved: (count) => `${count} resolved`,
  removed: (count) => `${count} removed`,
  unstableCount: (count) => `${count} unstable`,
  notices: (count) => counted(count, 'notice', 'notices'),
  more: (count) => `and ${count} more`,

  report: {
    title: (time) => `${time} report`,
    problems: (count) => counted(count, 'problem now', 'problems now'),
    unseen: (what, why) => `No access to ${what}: ${why}`,
    host: 'the host',
    waiting: (list) => `Pressure (PSI): ${list}`,
    resources: { cpu: 'CPU', memory: 'memory', io: 'disk' },
    uptime: (duration) => `Up for ${duration}`,
    processCount: (count) => counted(count, 'process', 'processes'),
    containers: (running, total) => `Containers: ${running} of ${total} running`,
    watched: (count) => `${count} watched`,
    down: {
      crashed: down,
      unwitnessed: down,
      completed: ({ since }) => `finished without error, down ${since}`,
      stopped: ({ since }) => `stopped on purpose, down ${since}`,
      paused: () => 'paused',
      created: () => 'never started',
      notStarted: ({ since }) => `could not be started, down ${since}`,
    },
    services: (list) => `Services: ${list}.`,
    answering: (count, total) => `${count} of ${total} ${count === 1 ? 'answers' : 'answer'}`,
    unseenServices: (count) => `${count} cannot be seen now`,
    silenced: (topics) => words`🔇 Silenced: ${join(topics, ', ')}`,
    mostCpu: (list) => words`Most CPU: ${list}`,
    mostMemory: (list) => words`Most RAM: ${list}`,
    sinceStart: 'since the start',
    noAlerts: 'no alerts',
    noNewAlerts: 'no new alerts',
    alerts: (count) => counted(count, 'alert', 'alerts'),
    allResolved: (count) => (count === 1 ? 'resolved' : `${count === 2 ? 'both' : 'all'} resolved`),
    allDelivered: 'All delivered.',
    messages: (list) => `Messages: ${list}.`,
    delivered: (count) => `${count} delivered`,
    attemptsFailed: (count) => counted(count, 'attempt failed', 'attempts failed'),
    lost: (count) => `${count} lost`,
    queued: (count) => `${count} waiting`,
    heartbeats: (list) => `Heartbeats: ${list}.`,
    heartbeatsSent: (count) => `${count} sent`,
    heartbeatsFailed: (count) => `${count} failed`,
  },

  startup: {
    title: (version) => `Vigilo ${version} is watching`,
    startedAt: (time) => `It started ${atTime(time)}.`,
    kernel: (version) => `kernel ${version}`,
    memory: (size) => `${size} of RAM`,
    connected: (names) => `Connected to: ${names}`,
    notConnected: (name, why) => `Not connected to ${name}: ${why}`,
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
      `Vigilo crashed and came back ${restarts === 1 ? 'once' : `${restarts} times`} ${since} (version ${version})`,
  },

  test: 'this is a test message. Alerts will arrive like this one.',

  reasons: englishReasons,
}
