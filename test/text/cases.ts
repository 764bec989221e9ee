import type { Alert } from '../../src/model/alert.ts'
import type { Notification, Report } from '../../src/model/notification.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import * as sample from '../support/samples.ts'

const {
  second,
  minute,
  hour,
  day,
  gibibyte,
  mebibyte,
  sampleTime: at,
  firingAlert,
  endedAlert,
  noticeAlert,
  unstableAlert,
} = sample

type Cases = Readonly<Record<string, Notification>>

const alerts = (first: Alert, ...rest: readonly Alert[]): Notification => ({
  kind: 'alerts',
  at,
  alerts: [first, ...rest],
  cameAndWent: 0,
})

const transcoder = { name: 'ffmpeg', cpuPercent: 180, container: 'transcoder' }
const cpuEvidence = {
  processes: [
    { ...sample.sampleProcess({ ...transcoder }), container: 'transcoder' },
    { ...sample.sampleProcess({ name: 'node', cpuPercent: 11.6 }), container: null },
    { ...sample.sampleProcess({ name: 'postgres', cpuPercent: 3.1 }), container: 'db' },
  ],
  containers: [sample.containerUsage('transcoder', 181, 900), sample.containerUsage('db', 3.42, 310)],
}
const idleEvidence = {
  processes: [
    { ...sample.sampleProcess({ ...transcoder }), container: 'transcoder' },
    { ...sample.sampleProcess({ name: 'sleep', cpuPercent: 0 }), container: null },
  ],
  containers: [],
}
const memoryEvidence = {
  processes: [
    { ...sample.sampleProcess({ name: 'postgres', memoryBytes: 4.25 * gibibyte }), container: 'db' },
    { ...sample.sampleProcess({ name: 'node', memoryBytes: 290 * mebibyte }), container: 'api' },
    { ...sample.sampleProcess({ name: 'dockerd', memoryBytes: 96 * mebibyte }), container: null },
  ],
  containers: [sample.containerUsage('db', 3, 4600), sample.containerUsage('api', 3, 310)],
}

const cpu = { type: 'CPU_CRITICAL', subject: 'host', details: sample.cpuDetails() }
const ram = { type: 'RAM_CRITICAL', subject: 'host', details: sample.memoryDetails() }
const disk = { type: 'DISK_CRITICAL', subject: '/', details: sample.diskDetails() }
const diskEvidence = {
  usage: [
    { kind: 'images', bytes: 21 * gibibyte, largest: null, unusedBytes: 8 * gibibyte },
    { kind: 'volumes', bytes: 12 * gibibyte, largest: { name: 'db_data', bytes: 9 * gibibyte }, unusedBytes: null },
    { kind: 'logs', bytes: 2.5 * gibibyte, largest: { name: 'api', bytes: 2.1 * gibibyte }, unusedBytes: null },
    { kind: 'buildCache', bytes: 1e6, largest: null, unusedBytes: null },
  ],
  grown: [],
} as const
const inodes = {
  type: 'INODES_CRITICAL',
  subject: '/',
  details: { kind: 'inodes', percent: 97, threshold: 90, clear: 85, disk: sample.sampleDisk({ inodesPercent: 97 }) },
} as const
const forecast = {
  type: 'DISK_FORECAST',
  subject: '/',
  details: { kind: 'forecast', disk: sample.sampleDisk(), fullAt: at + 14 * hour, bytesPerHour: 1.7 * gibibyte },
} as const
const blindness = {
  type: 'MONITORING_BLIND',
  subject: 'host',
  details: { kind: 'blind', types: ['CPU_CRITICAL', 'RAM_CRITICAL'] },
} as const
const service = (failure: ProbeFailure) =>
  ({
    type: 'SERVICE_DOWN',
    subject: 'shop',
    details: { kind: 'service', failure, timeout: 5 * second, tookMilliseconds: 12 },
  }) as const
const expiring = (left: number) =>
  ({ type: 'TLS_EXPIRING', subject: 'shop', details: { kind: 'certificate', validUntil: at + left } }) as const
const channelDown = {
  type: 'CHANNEL_DOWN',
  subject: 'whatsapp',
  details: {
    kind: 'channel',
    state: 'down',
    reason: 'WhatsApp is disconnected: scan the QR code again in Evolution',
  },
} as const
const unsaved = {
  type: 'OUTBOX_UNSAVED',
  subject: 'outbox',
  details: { kind: 'text', text: 'the disk is full' },
} as const
const network = { type: 'NETWORK_DOWN', subject: 'host', details: { kind: 'none' } } as const
const engine = {
  type: 'DOCKER_CONNECTION_ERROR',
  subject: 'docker',
  details: { kind: 'text', text: 'connection refused' },
} as const
const missing = { type: 'CONTAINER_NOT_FOUND', subject: 'worker', details: { kind: 'none' } } as const

const notRunning = (...details: Parameters<typeof sample.containerDetails>) => ({
  type: 'CONTAINER_NOT_RUNNING',
  subject: details[0].name,
  details: sample.containerDetails(...details),
})
const unhealthy = (healthOutput: string | null) => ({
  type: 'CONTAINER_UNHEALTHY',
  subject: 'api',
  details: sample.containerDetails(sample.sampleContainer({ name: 'api', health: 'unhealthy', healthOutput }), null),
})
const certificate = {
  type: 'CERTIFICATE_EXPIRING',
  subject: 'example.com',
  details: { kind: 'text', text: 'valid until 13 Mar' },
} as const

const well = sample.containerDetails(sample.sampleContainer(), null)
const crash = notRunning(sample.crashedContainer({ exitCode: 1 }), 'crashed')
const loop = (deaths: number, exitCodes: readonly (number | null)[]) => ({
  type: 'CONTAINER_CRASH_LOOP',
  subject: 'worker',
  details: {
    kind: 'crash-loop',
    container: sample.crashedContainer({}, { name: 'worker', state: 'restarting', startedAt: at - 4 * second }),
    deaths,
    exitCodes,
    within: 10 * minute,
  } as const,
})
const looping = loop(3, [1, 1, 1])
const outOfMemory = {
  ...notRunning(
    sample.crashedContainer(
      { exitCode: 137, oomKilled: true },
      { memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 511 * mebibyte },
    ),
    'crashed',
  ),
  type: 'CONTAINER_OOM',
}
const usage = (measure: 'cpu' | 'memory', percent: number) => ({
  type: measure === 'cpu' ? 'CONTAINER_CPU' : 'CONTAINER_RAM',
  subject: 'api',
  details: {
    kind: 'container-usage',
    measure,
    percent,
    threshold: measure === 'cpu' ? 150 : 90,
    clear: measure === 'cpu' ? 145 : 85,
    container: sample.sampleContainer({
      name: 'api',
      memoryLimitBytes: 512 * mebibyte,
      usage: { cpuPercent: percent, memoryBytes: (percent / 100) * 512 * mebibyte },
    }),
  } as const,
})
const usageEvidence = {
  processes: [{ ...sample.sampleProcess({ cpuPercent: 178, memoryBytes: 480 * mebibyte }), container: null }],
}

export const hostAlerts: Cases = {
  'CPU firing': alerts(firingAlert(cpu, { lasted: 30 * second, evidence: cpuEvidence })),
  'CPU firing, who does nothing is not named': alerts(
    firingAlert(cpu, { lasted: 30 * second, evidence: idleEvidence }),
  ),
  'CPU reminder': alerts(firingAlert(cpu, { reason: 'reminder', lasted: 32 * minute, evidence: cpuEvidence })),
  'CPU resolved': alerts(endedAlert({ ...cpu, details: sample.cpuDetails(41) }, { lasted: 12 * minute })),
  'CPU, nothing known of who uses it': alerts(firingAlert(cpu, { lasted: 30 * second })),
  'CPU, just above its limit': alerts(
    firingAlert({ ...cpu, details: sample.cpuDetails(85.3, { cpu: { percent: 85.3, perCore: [85.3] } }) }),
  ),
  'RAM firing': alerts(firingAlert(ram, { lasted: 30 * second, evidence: memoryEvidence })),
  'RAM firing, swap in use': alerts(
    firingAlert(
      {
        ...ram,
        details: sample.memoryDetails(96, {
          swap: { percent: 88, usedBytes: 1.8 * gibibyte, totalBytes: 2 * gibibyte },
        }),
      },
      { lasted: 90 * second },
    ),
  ),
  'RAM reminder': alerts(firingAlert(ram, { reason: 'reminder', lasted: 2 * hour, evidence: memoryEvidence })),
  'RAM resolved': alerts(endedAlert({ ...ram, details: sample.memoryDetails(62) }, { lasted: 2 * hour })),
  'disk firing': alerts(firingAlert(disk)),
  'disk firing, few inodes left': alerts(
    firingAlert({ ...disk, subject: '/data', details: sample.diskDetails({ mount: '/data', inodesPercent: 97 }) }),
  ),
  'disk firing, seen from the engine': alerts(
    firingAlert({ ...disk, details: sample.diskDetails({ seenFrom: 'engine' }) }),
  ),
  'disk firing, with what is on it': alerts(firingAlert(disk, { evidence: { disk: diskEvidence } })),
  'disk reminder': alerts(firingAlert(disk, { reason: 'reminder', lasted: day })),
  'disk reminder, with what has grown': alerts(
    firingAlert(disk, {
      reason: 'reminder',
      lasted: day,
      evidence: { disk: { ...diskEvidence, grown: [{ kind: 'volumes', bytes: 3.1 * gibibyte }] } },
    }),
  ),
  'disk resolved': alerts(endedAlert({ ...disk, details: sample.diskDetails({ percent: 64 }) }, { lasted: 3 * day })),
  'CPU reminder, lower than before': alerts(
    firingAlert(cpu, {
      reason: 'reminder',
      lasted: hour,
      before: sample.sampleCheck({ ...cpu, details: sample.cpuDetails(91) }),
    }),
  ),
  'inodes firing': alerts(firingAlert(inodes)),
  'inodes reminder': alerts(firingAlert(inodes, { reason: 'reminder', lasted: day })),
  'inodes resolved': alerts(endedAlert({ ...inodes, details: { ...inodes.details, percent: 40 } }, { lasted: day })),
  'forecast firing': alerts(firingAlert(forecast, { severity: 'warning' })),
  'forecast reminder': alerts(firingAlert(forecast, { severity: 'warning', reason: 'reminder', lasted: 2 * hour })),
  'forecast resolved': alerts(endedAlert({ ...forecast, details: { kind: 'none' } }, { lasted: 3 * hour })),
  'disk removed': alerts(
    endedAlert({ ...disk, subject: '/mnt/backup', details: { kind: 'none' } }, { reason: 'removed', lasted: 3 * hour }),
  ),
}

export const containerAlerts: Cases = {
  'crashed with a code': alerts(
    firingAlert(crash, { evidence: { logLines: ['FATAL: could not write to file', 'LOG: shutting down'] } }),
  ),
  'out of memory': alerts(
    firingAlert(outOfMemory, {
      evidence: { logLines: ['LOG: server process (PID 71) was terminated by signal 9'] },
    }),
  ),
  'out of memory, with code 0 and without a limit': alerts(
    firingAlert({
      ...notRunning(sample.crashedContainer({ exitCode: 0, oomKilled: true }), 'completed'),
      type: 'CONTAINER_OOM',
    }),
  ),
  'out of memory, reminder': alerts(firingAlert(outOfMemory, { reason: 'reminder', lasted: 32 * minute })),
  'out of memory, resolved': alerts(endedAlert({ ...outOfMemory, details: well })),
  'out of memory, stopped then': alerts(
    endedAlert({ ...notRunning(sample.crashedContainer(), 'stopped'), type: 'CONTAINER_OOM' }, { reason: 'removed' }),
  ),
  'out of memory, removed': alerts(endedAlert({ ...outOfMemory, details: { kind: 'none' } }, { reason: 'removed' })),
  'a process killed for memory in a container that goes on': alerts(
    noticeAlert({
      ...outOfMemory,
      details: sample.containerDetails(
        sample.sampleContainer({ memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 500 * mebibyte }),
        null,
      ),
    }),
  ),
  'memory of a container firing': alerts(
    firingAlert(usage('memory', 95), { severity: 'warning', lasted: 30 * second, evidence: usageEvidence }),
  ),
  'memory of a container, reminder': alerts(
    firingAlert(usage('memory', 97), { severity: 'warning', reason: 'reminder', lasted: hour }),
  ),
  'memory of a container, resolved': alerts(endedAlert(usage('memory', 52), { lasted: hour })),
  'memory of a container, removed': alerts(
    endedAlert({ ...usage('memory', 52), details: { kind: 'none' } }, { reason: 'removed', lasted: hour }),
  ),
  'CPU of a container firing': alerts(
    firingAlert(usage('cpu', 180), { severity: 'warning', lasted: 30 * second, evidence: usageEvidence }),
  ),
  'CPU of a container, reminder': alerts(
    firingAlert(usage('cpu', 170), { severity: 'warning', reason: 'reminder', lasted: hour }),
  ),
  'CPU of a container, resolved': alerts(endedAlert(usage('cpu', 20), { lasted: hour })),
  'crashed, killed': alerts(firingAlert(notRunning(sample.crashedContainer({ exitCode: 137 }), 'crashed'))),
  'crashed, segmentation fault': alerts(firingAlert(notRunning(sample.crashedContainer({ exitCode: 139 }), 'crashed'))),
  'crashed, another signal': alerts(firingAlert(notRunning(sample.crashedContainer({ exitCode: 134 }), 'crashed'))),
  'crashed for the first time, being restarted': alerts(
    firingAlert(
      notRunning(sample.crashedContainer({ exitCode: 2 }, { state: 'restarting', restartCount: 1 }), 'crashed'),
    ),
  ),
  'crashed as soon as it started': alerts(
    firingAlert(notRunning(sample.crashedContainer({ exitCode: 127 }, { startedAt: at }), 'crashed')),
  ),
  'log lines that hold secrets and escape sequences': alerts(
    firingAlert(crash, {
      evidence: {
        logLines: [
          '\u001b[31mERROR\u001b[0m connect postgres://app:hunter2@db:5432/app',
          'API_KEY=4f9d0c51 \u0000and `code`',
          'x'.repeat(400),
        ],
      },
    }),
  ),
  'crashed, reminder': alerts(firingAlert(crash, { reason: 'reminder', lasted: 32 * minute })),
  'restarting again and again': alerts(
    firingAlert(looping, { evidence: { logLines: ['Error: cannot find module ./config'] } }),
  ),
  'restarting again and again, reminder': alerts(
    firingAlert(loop(41, [1, 137, 1]), { reason: 'reminder', lasted: 31 * minute }),
  ),
  'restarting no more': alerts(endedAlert(looping, { lasted: 25 * minute })),
  'restarting no more, gone': alerts(
    endedAlert({ ...looping, details: { kind: 'none' } }, { reason: 'removed', lasted: 25 * minute }),
  ),
  'stopped on purpose': alerts(
    firingAlert(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), { lasted: minute }),
  ),
  'stopped on purpose, reminder': alerts(
    firingAlert(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), {
      reason: 'reminder',
      lasted: 5 * hour,
    }),
  ),
  completed: alerts(
    firingAlert(notRunning(sample.crashedContainer({ at: at - minute, exitCode: 0 }), 'completed'), { lasted: minute }),
  ),
  'completed, reminder': alerts(
    firingAlert(notRunning(sample.crashedContainer({ exitCode: 0 }), 'completed'), {
      reason: 'reminder',
      lasted: hour,
    }),
  ),
  'ended while nobody looked': alerts(
    firingAlert(notRunning(sample.crashedContainer({ witnessed: false, at: at - minute }), 'unwitnessed'), {
      lasted: minute,
    }),
  ),
  'ended while nobody looked, nothing known': alerts(
    firingAlert(
      notRunning(sample.crashedContainer({ witnessed: false, exitCode: null }, { startedAt: null }), 'unwitnessed'),
    ),
  ),
  'ended while nobody looked, reminder': alerts(
    firingAlert(notRunning(sample.crashedContainer({ witnessed: false }), 'unwitnessed'), {
      reason: 'reminder',
      lasted: 40 * minute,
    }),
  ),
  paused: alerts(firingAlert(notRunning(sample.sampleContainer({ state: 'paused' }), 'paused'), { lasted: minute })),
  'paused, reminder': alerts(
    firingAlert(notRunning(sample.sampleContainer({ state: 'paused' }), 'paused'), {
      reason: 'reminder',
      lasted: hour,
    }),
  ),
  'created and never started': alerts(
    firingAlert(notRunning(sample.sampleContainer({ state: 'created', startedAt: null }), 'created'), {
      lasted: minute,
    }),
  ),
  'created and never started, reminder': alerts(
    firingAlert(notRunning(sample.sampleContainer({ state: 'created', startedAt: null }), 'created'), {
      reason: 'reminder',
      lasted: hour,
    }),
  ),
  back: alerts(endedAlert({ ...crash, details: well })),
  'back at once': alerts(endedAlert({ ...crash, details: well }, { lasted: 0 })),
  removed: alerts(endedAlert({ ...crash, details: { kind: 'none' } }, { reason: 'removed' })),
  'stopped on purpose after a crash': alerts(
    endedAlert(notRunning(sample.crashedContainer(), 'stopped'), { reason: 'removed' }),
  ),
  'finished without error after a crash': alerts(
    endedAlert(notRunning(sample.crashedContainer({ exitCode: 0 }), 'completed'), { reason: 'removed' }),
  ),
  'not found': alerts(firingAlert(missing, { lasted: minute })),
  'not found, reminder': alerts(firingAlert(missing, { reason: 'reminder', lasted: 31 * minute })),
  'not found, there now': alerts(endedAlert(missing)),
  'not found, no longer watched': alerts(endedAlert(missing, { reason: 'removed' })),
  unhealthy: alerts(
    firingAlert(
      unhealthy(
        '  % Total    % Received\n100   19  100   19\ncurl: (22) The requested URL returned error: 503 from `api`\n\n',
      ),
      { lasted: 0 },
    ),
  ),
  'unhealthy, nothing said': alerts(firingAlert(unhealthy(null))),
  'unhealthy, reminder': alerts(
    firingAlert(unhealthy('GET /health → 503'), { reason: 'reminder', lasted: 33 * minute }),
  ),
  'healthy again': alerts(endedAlert({ ...unhealthy(null), details: well })),
  'unhealthy and gone': alerts(endedAlert({ ...unhealthy(null), details: { kind: 'none' } }, { reason: 'removed' })),
  'a very long name': alerts(
    firingAlert(
      notRunning(
        sample.crashedContainer({}, { name: `${'projeto-com-um-nome-muito-comprido-'.repeat(8)}1` }),
        'crashed',
      ),
    ),
  ),
}

export const otherAlerts: Cases = {
  'Docker firing': alerts(firingAlert(engine, { lasted: 30 * second })),
  'Docker reminder': alerts(firingAlert(engine, { reason: 'reminder', lasted: 2 * hour + 5 * minute })),
  'Docker resolved': alerts(endedAlert({ ...engine, details: { kind: 'none' } }, { lasted: 7 * minute + 4 * second })),
  'service refused': alerts(firingAlert(service({ reason: 'refused', detail: '' }))),
  'service without an answer': alerts(firingAlert(service({ reason: 'timeout', detail: '' }))),
  'service with a status': alerts(firingAlert(service({ reason: 'status', detail: '503' }))),
  'service without its text': alerts(firingAlert(service({ reason: 'text', detail: '' }))),
  'service whose certificate has expired': alerts(firingAlert(service({ reason: 'tls', detail: 'CERT_HAS_EXPIRED' }))),
  'service, another error': alerts(firingAlert(service({ reason: 'other', detail: 'EWEIRD' }))),
  'service reminder': alerts(firingAlert(service({ reason: 'dns', detail: '' }), { reason: 'reminder', lasted: hour })),
  'service resolved': alerts(
    endedAlert({ ...service({ reason: 'dns', detail: '' }), details: { kind: 'none' } }, { lasted: 4 * minute }),
  ),
  'certificate that expires': alerts(firingAlert(expiring(13.4 * day), { severity: 'warning' })),
  'certificate that expires today': alerts(firingAlert({ ...expiring(5 * hour), type: 'TLS_CRITICAL' })),
  'certificate that has expired': alerts(firingAlert({ ...expiring(-2 * hour), type: 'TLS_CRITICAL' })),
  'certificate renewed': alerts(endedAlert(expiring(89.5 * day), { severity: 'warning', lasted: 2 * day })),
  'no network': alerts(firingAlert(network, { lasted: 20 * second })),
  'no network, reminder': alerts(firingAlert(network, { reason: 'reminder', lasted: hour })),
  'network back': alerts(endedAlert(network, { lasted: 8 * minute })),
  'blind firing': alerts(firingAlert(blindness, { severity: 'warning', lasted: 5 * minute })),
  'blind to a disk': alerts(
    firingAlert(
      { ...blindness, subject: '/mnt/backup', details: { kind: 'blind', types: ['DISK_CRITICAL'] } },
      { severity: 'warning', lasted: 5 * minute },
    ),
  ),
  'blind, resolved': alerts(endedAlert(blindness, { severity: 'warning', lasted: 12 * minute })),
  'channel down': alerts(firingAlert(channelDown, { lasted: 2 * minute })),
  'channel down, reminder': alerts(firingAlert(channelDown, { reason: 'reminder', lasted: hour })),
  'channel back': alerts(endedAlert({ ...channelDown, details: { kind: 'none' } }, { lasted: 9 * minute })),
  'server restarted': alerts(
    noticeAlert({ type: 'REBOOTED', subject: 'host', details: { kind: 'reboot', awayMilliseconds: 4 * minute } }),
  ),
  'server restarted, nobody knows since when': alerts(
    noticeAlert({ type: 'REBOOTED', subject: 'host', details: { kind: 'reboot', awayMilliseconds: null } }),
  ),
  'messages corrupt': alerts(
    noticeAlert({
      type: 'OUTBOX_REPLACED',
      subject: 'outbox',
      details: { kind: 'text', text: 'vigilo.db.corrupt-2026-03-13T05-00-00.000Z' },
    }),
  ),
  'messages unsaved': alerts(firingAlert(unsaved, { severity: 'warning' })),
  'messages unsaved, reminder': alerts(firingAlert(unsaved, { severity: 'warning', reason: 'reminder', lasted: hour })),
  'messages saved again': alerts(endedAlert({ ...unsaved, details: { kind: 'none' } }, { severity: 'warning' })),
  'told by a fallback': {
    kind: 'fallback',
    at,
    of: { kind: 'alerts', at, alerts: [firingAlert(cpu)], cameAndWent: 0 },
    channel: 'whatsapp',
    reason: 'the connection was refused (ECONNREFUSED)',
  },
  'another type, a warning': alerts(firingAlert(certificate, { severity: 'warning', lasted: 10 * minute })),
  'another type, reminder': alerts(
    firingAlert(certificate, { severity: 'warning', reason: 'reminder', lasted: 2 * day + 3 * hour }),
  ),
  'another type, resolved': alerts(
    endedAlert({ ...certificate, details: { kind: 'text', text: 'valid until 11 Jun' } }, { lasted: 2 * day }),
  ),
  'another type, removed': alerts(
    endedAlert({ ...certificate, details: { kind: 'none' } }, { reason: 'removed', lasted: 2 * day }),
  ),
  'unstable, in trouble now': alerts(unstableAlert(unhealthy('GET /health → 503'), 'firing')),
  'unstable, fine now': alerts(unstableAlert(crash, 'ended')),
  'unstable CPU': alerts(unstableAlert(cpu, 'firing')),
  'settled in trouble': alerts(
    firingAlert(crash, { reason: 'settled', lasted: 16 * minute, instability: { changes: 9, since: at - hour } }),
  ),
  'settled and fine': alerts(
    endedAlert({ ...crash, details: well }, { instability: { changes: 9, since: at - hour } }),
  ),
  'after something was held back': alerts(firingAlert(cpu, { lasted: hour, withheld: 4 })),
  'another type, without a text': alerts(firingAlert({ ...certificate, details: { kind: 'none' } })),
}

const bulk = (count: number): readonly Alert[] =>
  Array.from({ length: count }, (_, index) =>
    firingAlert(notRunning(sample.crashedContainer({}, { name: `service-${index + 1}` }), 'crashed')),
  )

export const severalAlerts: Cases = {
  'three problems': alerts(
    firingAlert(unhealthy('GET /health → 503')),
    firingAlert(looping),
    firingAlert(cpu, { lasted: 30 * second, evidence: cpuEvidence }),
  ),
  'problems and ends, as they came': alerts(
    endedAlert({ ...crash, details: well }),
    firingAlert(certificate, { severity: 'warning' }),
    firingAlert(disk),
    endedAlert({ ...unhealthy(null), details: { kind: 'none' } }, { reason: 'removed' }),
    firingAlert(engine, { lasted: 30 * second }),
  ),
  'two ends': alerts(
    endedAlert({ ...crash, details: well }),
    endedAlert({ ...cpu, details: sample.cpuDetails(9.46) }, { lasted: 65 * second }),
  ),
  'one of each kind': alerts(
    firingAlert(ram, { lasted: 30 * second, evidence: memoryEvidence }),
    firingAlert(missing, { lasted: minute }),
    firingAlert(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), { lasted: minute }),
    endedAlert(missing),
  ),
  'forty problems': alerts(firingAlert(disk), ...bulk(39)),
  'unstable and others': alerts(firingAlert(disk), unstableAlert(crash, 'firing'), unstableAlert(cpu, 'ended')),
  'what came and went in the same message': alerts(
    firingAlert(disk),
    firingAlert(crash),
    endedAlert({ ...crash, details: well }),
  ),
  'after quiet hours': {
    kind: 'alerts',
    at,
    alerts: [firingAlert(disk, { lasted: 5 * hour }), endedAlert({ ...crash, details: well })],
    cameAndWent: 3,
  },
  'after quiet hours, all gone': { kind: 'alerts', at, alerts: [], cameAndWent: 1 },
}

const report = (given: Partial<Report>, time = Date.UTC(2026, 2, 10, 21)): Notification => ({
  kind: 'report',
  at: time,
  report: sample.sampleReport({ since: time - 4 * hour, ...given }),
})

const backup = sample.crashedContainer({ at: Date.UTC(2026, 2, 10, 6, 12) }, { name: 'backup' })

export const reports: Cases = {
  'a usual one': report({
    containers: sample.seenContainers({
      running: 11,
      unwell: [{ container: backup, ending: 'crashed' }],
      topByCpu: [sample.containerUsage('api', 12.4, 310), sample.containerUsage('db', 4.1, 1300)],
      topByMemory: [sample.containerUsage('db', 4.1, 1300), sample.containerUsage('api', 12.4, 310)],
    }),
    alerts: { fired: 2, ended: 2 },
    deliveries: { ...sample.noDeliveries, sent: 4 },
    heartbeats: { ...sample.noDeliveries, sent: 240 },
  }),
  'services, one of them down': report({
    services: { total: 4, down: [{ name: 'shop', failure: { reason: 'status', detail: '503' } }] },
  }),
  'services, all well': report({ services: { total: 4, down: [] } }),
  'all quiet, no Docker': report({ containers: { kind: 'absent' } }),
  'the first one, at one in the morning': report(
    { since: null, alerts: { fired: 1, ended: 1 } },
    Date.UTC(2026, 2, 10, 4),
  ),
  'everything is in trouble': report({
    host: sample.sampleHost({
      cpu: { percent: 99.7, perCore: [99.7] },
      load: [12.46, 8, 4],
      swap: { percent: 93, usedBytes: 1.9 * gibibyte, totalBytes: 2 * gibibyte },
      pressure: { cpu: 64, memory: 3, io: 21.2 },
      disks: [
        sample.sampleDisk({ percent: 100, usedBytes: 80 * gibibyte }),
        sample.sampleDisk({
          mount: '/data',
          percent: 47,
          usedBytes: 1.7 * 1024 * gibibyte,
          totalBytes: 3.6 * 1024 * gibibyte,
          inodesPercent: 91,
        }),
        { mount: '/mnt/nas', unavailable: 'does not answer' },
      ],
      uptimeSeconds: (3 * day) / second,
    }),
    containers: sample.seenContainers({
      total: 9,
      running: 2,
      watched: 8,
      unwell: [
        {
          container: sample.sampleContainer({ name: 'api', health: 'unhealthy', healthOutput: 'GET /health → 503' }),
          ending: null,
        },
        { container: backup, ending: 'crashed' },
        {
          container: {
            ...backup,
            name: 'old',
            end: sample.sampleEnd({ at: Date.UTC(2025, 10, 30, 6, 12), exitCode: 255, witnessed: false }),
          },
          ending: 'unwitnessed',
        },
        {
          container: {
            ...backup,
            name: 'blog',
            end: sample.sampleEnd({ at: Date.UTC(2026, 2, 9, 6, 12), exitCode: 0 }),
          },
          ending: 'stopped',
        },
        { container: sample.sampleContainer({ name: 'frozen', state: 'paused' }), ending: 'paused' },
        {
          container: sample.crashedContainer(
            {},
            { name: 'worker', state: 'restarting', restartCount: 7, startedAt: at - second },
          ),
          ending: 'crashed',
        },
        { container: sample.crashedContainer({}), ending: 'crashed' },
      ],
      missing: ['queue', 'web-*'],
      labelProblems: [
        { name: 'api', problem: { label: 'vigilo.ram', reason: 'invalid' } },
        { name: 'api', problem: { label: 'vigilo.cpus', reason: 'unknown' } },
      ],
    }),
    firing: [
      firingAlert(cpu, { lasted: 32 * minute, startsAt: at - 32 * minute }),
      firingAlert(crash),
      firingAlert(certificate, { severity: 'warning' }),
    ],
    alerts: { fired: 5, ended: 5 },
    deliveries: { sent: 12, failed: 3, lost: 1, queued: 2 },
    heartbeats: { ...sample.noDeliveries, sent: 238, lost: 2 },
  }),
  blind: report({
    hostUnavailable: 'cannot read /proc/stat (EACCES)',
    containers: { kind: 'unavailable', reason: 'no answer in 10 s' },
    alerts: { fired: 0, ended: 1 },
    deliveries: { sent: 0, failed: 1, lost: 0, queued: 1 },
  }),
  'seen from a container, a host that has just started': report({
    host: sample.sampleHost({
      disks: [sample.sampleDisk({ seenFrom: 'engine' })],
      swap: null,
      pressure: null,
      processes: null,
      cpu: { percent: 4.24, perCore: [4.24] },
      memory: { percent: 55, usedBytes: 530 * mebibyte, totalBytes: 960 * mebibyte },
      uptimeSeconds: 0,
    }),
    containers: sample.seenContainers({ total: 1, running: 1, watched: 1 }),
    alerts: { fired: 3, ended: 3 },
  }),
}

const firstReport = sample.sampleReport({ since: null, deliveries: sample.noDeliveries })

export const startups: Cases = {
  'all is well': {
    kind: 'startup',
    at,
    version: '0.1.0',
    inventory: sample.sampleInventory,
    connections: ['whatsapp', 'heartbeat', 'docker'].map((name) => ({ name, result: { ok: true } })),
    report: firstReport,
  },
  'not all is reached': {
    kind: 'startup',
    at,
    version: '0.1.0',
    inventory: { ...sample.sampleInventory, cores: 1, virtualization: null },
    connections: [
      { name: 'whatsapp', result: { ok: true } },
      {
        name: 'heartbeat',
        result: {
          ok: false,
          reason: 'no such webhook (404): check N8N_HEARTBEAT_URL, and that the workflow is active',
        },
      },
      { name: 'pager', result: { ok: false, reason: 'no answer yet' } },
    ],
    report: {
      ...firstReport,
      containers: sample.seenContainers({
        running: 10,
        unwell: [{ container: backup, ending: 'unwitnessed' }],
        missing: ['queue'],
      }),
    },
  },
  'nothing is known yet': {
    kind: 'startup',
    at,
    version: '0.1.0',
    inventory: null,
    connections: [],
    report: { ...firstReport, host: null, containers: { kind: 'absent' } },
  },
  'a test': { kind: 'test', at },
  restarted: { kind: 'restarted', at, version: '0.1.0', restarts: 4, since: at - 85 * minute },
  'restarted once, yesterday': { kind: 'restarted', at, version: '0.1.0', restarts: 1, since: at - day },
  'restarted, since nobody knows when': { kind: 'restarted', at, version: '0.1.0', restarts: 2, since: 0 },
}
