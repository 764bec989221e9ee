import { englishContainers } from './en-containers.ts'
import { englishDelivery } from './en-delivery.ts'
import { englishServices } from './en-services.ts'
import type { Language } from './language.ts'
import { counted, words } from './words.ts'

const down = ({ since, note }: { since: string; note: string }): string => `down ${since} ${note}`

export const english: Language = {
  locale: 'en',
  day: { day: 'numeric', month: 'short' },

  rebooted: englishDelivery.rebooted,
  outboxReplaced: englishDelivery.outboxReplaced,
  repeated: 'repeated',
  insteadOf: (channel, reason) => `It comes this way because ${channel} did not deliver it: ${reason}`,
  late: {
    title: ({ count, since }) => `${counted(count, 'late message', 'late messages')}, ${since}`,
    stillSo: (count) => counted(count, 'problem goes on', 'problems go on'),
    nothingLeft: 'all is over',
    from: (begin, end) => `from ${begin} to ${end}`,
    times: (count) => `${count} times`,
    toldBy: (channel) => `already told by ${channel}`,
    reports: (count) => `${counted(count, 'report was', 'reports were')} not sent.`,
    starts: (count) => `${counted(count, 'start of Vigilo was', 'starts of Vigilo were')} not told.`,
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
  engineDisk: "Docker's disk",

  troubles: {
    ...englishContainers.troubles,
    ...englishServices.troubles,
    ...englishDelivery.troubles,
    cpu: {
      firing: ({ value, limit, ago }) => words`CPU at ${value} ${ago} (limit ${limit})`,
      reminder: ({ value, limit, ago }) => words`CPU still high ${ago}: ${value} (limit ${limit})`,
    },
    memory: {
      firing: ({ value, limit, ago }) => words`RAM at ${value} ${ago} (limit ${limit})`,
      reminder: ({ value, limit, ago }) => words`RAM still high ${ago}: ${value} (limit ${limit})`,
    },
    disk: {
      firing: ({ subject, value, limit, ago }) => words`${subject} at ${value} ${ago} (limit ${limit})`,
      reminder: ({ subject, value, limit, ago }) => words`${subject} still full ${ago}: ${value} (limit ${limit})`,
    },
    inodes: {
      firing: ({ subject, value, limit, ago }) =>
        words`${subject} is running out of room for new files: inodes at ${value} ${ago} (limit ${limit})`,
      reminder: ({ subject, value, limit, ago }) =>
        words`${subject} still has little room for new files ${ago}: inodes at ${value} (limit ${limit})`,
    },
    forecast: {
      firing: ({ subject, value, note }) => words`${subject} will be full around ${value} at this rate ${note}`,
      reminder: ({ subject, value, note }) => words`${subject} keeps filling up: full around ${value} ${note}`,
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
    disk: (subject) => subject,
    inodes: (subject) => words`inodes of ${subject}`,
    forecast: (subject) => words`the forecast of ${subject}`,
    container: (subject) => subject,
    health: (subject) => words`the health of ${subject}`,
    missing: (subject) => subject,
    engine: () => words`Docker`,
    blind: (subject) => words`the view of ${subject}`,
    other: (subject) => subject,
  },
  unstable: ({ subject, changes, since, now }) =>
    words`${subject} is unstable: ${counted(changes, 'change', 'changes')} ${since}, now ${now === 'firing' ? 'in trouble' : 'fine'}`,
  quietUntilSettled: 'You hear of it again when it has settled.',
  settledAfter: (changes, since) => `It has settled after ${counted(changes, 'change', 'changes')} ${since}.`,
  notice: ({ subject, why }) => words`${subject}: ${why}`,
  failures: englishServices.failures,
  expiresIn: englishServices.expiresIn,
  expired: englishServices.expired,
  perHour: (size) => `${size} an hour`,
  was: (value) => `was ${value}`,
  withheld: (count) => `${counted(count, 'earlier alert was held back', 'earlier alerts were held back')}.`,
  cameAndWent: (count) => counted(count, 'trouble came and went meanwhile', 'troubles came and went meanwhile'),

  ends: {
    ...englishContainers.ends,
    ...englishServices.ends,
    ...englishDelivery.ends,
    cpu: {
      resolved: ({ note }) => words`CPU back to normal ${note}.`,
      removed: () => words`CPU no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
    },
    memory: {
      resolved: ({ note }) => words`RAM back to normal ${note}.`,
      removed: () => words`RAM no longer watched.`,
      lasted: (duration) => `It was high for ${duration}.`,
    },
    disk: {
      resolved: ({ subject, note }) => words`${subject} back to normal ${note}.`,
      removed: ({ subject }) => words`${subject} no longer mounted.`,
      lasted: (duration) => `It was full for ${duration}.`,
    },
    inodes: {
      resolved: ({ subject, note }) => words`${subject} has room for new files again ${note}.`,
      removed: ({ subject }) => words`${subject} no longer mounted.`,
      lasted: (duration) => `That was so for ${duration}.`,
    },
    forecast: {
      resolved: ({ subject }) => words`${subject} is no longer filling up at that rate.`,
      removed: ({ subject }) => words`${subject} no longer mounted.`,
      lasted: () => '',
    },
    container: {
      resolved: ({ subject }) => words`${subject} is back.`,
      removed: ({ subject }) => words`${subject} was removed.`,
      lasted: (duration) => `It was down for ${duration}.`,
    },
    health: {
      resolved: ({ subject }) => words`${subject} is healthy again.`,
      removed: ({ subject }) => words`${subject} is no longer running.`,
      lasted: (duration) => `It was unhealthy for ${duration}.`,
    },
    missing: {
      resolved: ({ subject }) => words`${subject} is there now.`,
      removed: ({ subject }) => words`${subject} is no longer watched.`,
      lasted: (duration) => `It was missing for ${duration}.`,
    },
    engine: {
      resolved: () => words`Docker answers again.`,
      removed: () => words`Docker is no longer watched.`,
      lasted: (duration) => `It was out of reach for ${duration}.`,
    },
    blind: {
      resolved: ({ subject }) => words`${subject} can be seen again.`,
      removed: ({ subject }) => words`${subject} no longer watched.`,
      lasted: (duration) => `It could not be seen for ${duration}.`,
    },
    other: {
      resolved: ({ subject, note }) => words`${subject} back to normal ${note}.`,
      removed: ({ subject }) => words`${subject} no longer watched.`,
      lasted: (duration) => `It lasted ${duration}.`,
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
  processKilledForMemory: 'a process in it was killed for want of memory; the container goes on',
  labelProblem: (label, reason) =>
    reason === 'invalid'
      ? `the value of label ${label} is not valid, the default holds`
      : `there is no label ${label}, is it misspelt?`,

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
    unseen: (what, why) => `${what} out of sight: ${why}`,
    host: 'Host',
    waiting: (list) => `Time spent waiting: ${list}`,
    resources: { cpu: 'CPU', memory: 'memory', io: 'disk' },
    uptime: (duration) => `Up for ${duration}`,
    processCount: (count) => counted(count, 'process', 'processes'),
    containers: (running, total) => `Containers: ${running} of ${total} running`,
    watched: (count) => `${count} watched`,
    unwell: {
      crashed: down,
      unwitnessed: down,
      completed: ({ since }) => `finished without error, down ${since}`,
      stopped: ({ since }) => `stopped on purpose, down ${since}`,
      paused: () => 'paused',
      created: () => 'never started',
      unhealthy: ({ note }) => `unhealthy ${note}`,
      missing: () => 'not found',
    },
    services: (answering, total) => `Services: ${answering} of ${total} answer`,
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
    kernel: (version) => `kernel ${version}`,
    memory: (size) => `${size} of RAM`,
    connected: (names) => `Connected: ${names}`,
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

  reasons: [],
}
