import type { OpenAlert } from '../../src/model/alert.ts'
import type { Notification, Report } from '../../src/model/notification.ts'
import * as sample from '../support/samples.ts'
import {
  alerts,
  blindness,
  certificate,
  channelDown,
  cpu,
  cpuEvidence,
  crash,
  disk,
  diskEvidence,
  engine,
  expiring,
  firing,
  forecast,
  idleEvidence,
  inodes,
  loop,
  looping,
  memoryEvidence,
  missing,
  network,
  notRunning,
  outOfMemory,
  ram,
  swap,
  reminder,
  removed,
  resolved,
  service,
  type Cases,
  unhealthy,
  unsaved,
  unstable,
  usage,
  usageEvidence,
  well,
} from './about.ts'

const { second, minute, hour, day, gibibyte, mebibyte, sampleTime: at, firingLife, unstableLife, toldOf } = sample

/** As Docker 26 says it. */
const notStarted = sample.sampleContainer({
  state: 'created',
  startedAt: null,
  startError: 'error gathering device information while adding custom device "/dev/nothing": no such file or directory',
})

export const hostAlerts: Cases = {
  'CPU firing': alerts(firing(cpu, { lasted: 30 * second, evidence: cpuEvidence })),
  'CPU firing, who does nothing is not named': alerts(firing(cpu, { lasted: 30 * second, evidence: idleEvidence })),
  'CPU reminder': alerts(reminder(cpu, { lasted: 32 * minute, evidence: cpuEvidence })),
  'CPU resolved': alerts(resolved({ ...cpu, details: sample.cpuDetails(41) }, { lasted: 12 * minute })),
  'CPU, nothing known of who uses it': alerts(firing(cpu, { lasted: 30 * second })),
  'CPU, just above its limit': alerts(
    firing({ ...cpu, details: sample.cpuDetails(85.3, { cpu: { percent: 85.3, perCore: [85.3] } }) }),
  ),
  'RAM firing': alerts(firing(ram, { lasted: 30 * second, evidence: memoryEvidence })),
  'RAM firing, swap in use': alerts(
    firing(
      {
        ...ram,
        details: sample.memoryDetails(96, {
          swap: { percent: 88, usedBytes: 1.8 * gibibyte, totalBytes: 2 * gibibyte },
        }),
      },
      { lasted: 90 * second },
    ),
  ),
  'RAM reminder': alerts(reminder(ram, { lasted: 2 * hour, evidence: memoryEvidence })),
  'RAM resolved': alerts(resolved({ ...ram, details: sample.memoryDetails(62) }, { lasted: 2 * hour })),
  'swap firing': alerts(firing(swap, { lasted: 30 * second, evidence: memoryEvidence })),
  'swap reminder': alerts(reminder(swap, { lasted: 2 * hour })),
  'swap resolved': alerts(resolved({ ...swap, details: sample.memoryDetails(12) }, { lasted: 2 * hour })),
  'swap removed': alerts(removed({ ...swap, details: { kind: 'none' } }, { lasted: 2 * hour })),
  'disk firing': alerts(firing(disk)),
  'disk firing, few inodes left': alerts(
    firing({ ...disk, subject: '/data', details: sample.diskDetails({ mount: '/data', inodesPercent: 97 }) }),
  ),
  'disk firing, seen from the engine': alerts(firing({ ...disk, details: sample.diskDetails({ seenFrom: 'engine' }) })),
  'disk firing, with what is on it': alerts(firing(disk, { evidence: { disk: diskEvidence } })),
  'disk reminder': alerts(reminder(disk, { lasted: day })),
  'disk reminder, with what has grown': alerts(
    reminder(disk, {
      lasted: day,
      evidence: { disk: { ...diskEvidence, grown: [{ kind: 'volumes', bytes: 3.1 * gibibyte }] } },
    }),
  ),
  'disk resolved': alerts(resolved({ ...disk, details: sample.diskDetails({ percent: 64 }) }, { lasted: 3 * day })),
  'CPU reminder, lower than before': alerts(reminder(cpu, { lasted: hour }, { details: sample.cpuDetails(99) })),
  'inodes firing': alerts(firing(inodes)),
  'inodes reminder': alerts(reminder(inodes, { lasted: day })),
  'inodes resolved': alerts(resolved({ ...inodes, details: { ...inodes.details, percent: 40 } }, { lasted: day })),
  'forecast firing': alerts(firing(forecast, { severity: 'warning' })),
  'forecast reminder': alerts(reminder(forecast, { severity: 'warning', lasted: 2 * hour })),
  'forecast resolved': alerts(resolved({ ...forecast, details: { kind: 'none' } }, { lasted: 3 * hour })),
  'disk removed': alerts(removed({ ...disk, subject: '/mnt/backup', details: { kind: 'none' } }, { lasted: 3 * hour })),
}

const outOfMemoryWith = (given: Parameters<typeof sample.crashedContainer>[1]) => ({
  ...outOfMemory,
  details: sample.containerDetails(sample.crashedContainer({ exitCode: 137, oomKilled: true }, given), 'crashed'),
})

export const containerAlerts: Cases = {
  'crashed with a code': alerts(
    firing(crash, { evidence: { logLines: ['FATAL: could not write to file', 'LOG: shutting down'] } }),
  ),
  'out of memory': alerts(
    firing(outOfMemory, {
      evidence: { logLines: ['LOG: server process (PID 71) was terminated by signal 9'] },
    }),
  ),
  'out of memory, with code 0 and without a limit': alerts(
    firing({
      ...notRunning(sample.crashedContainer({ exitCode: 0, oomKilled: true }), 'completed'),
      type: 'CONTAINER_OOM',
    }),
  ),
  'out of memory, reminder': alerts(reminder(outOfMemory, { lasted: 32 * minute })),
  'out of memory, resolved': alerts(resolved({ ...outOfMemory, details: well })),
  'out of memory, stopped then': alerts(
    removed({ ...notRunning(sample.crashedContainer(), 'stopped'), type: 'CONTAINER_OOM' }),
  ),
  'out of memory, removed': alerts(removed({ ...outOfMemory, details: { kind: 'none' } })),
  'a process killed for memory in a container that goes on': alerts(
    sample.occurrenceAlert({
      ...outOfMemory,
      details: sample.containerDetails(
        sample.sampleContainer({ memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 500 * mebibyte }),
        null,
      ),
    }),
  ),
  'memory of a container firing': alerts(
    firing(usage('memory', 95), { severity: 'warning', lasted: 30 * second, evidence: usageEvidence }),
  ),
  'memory of a container, reminder': alerts(reminder(usage('memory', 97), { severity: 'warning', lasted: hour })),
  'memory of a container, resolved': alerts(resolved(usage('memory', 52), { lasted: hour })),
  'memory of a container, removed': alerts(
    removed({ ...usage('memory', 52), details: { kind: 'none' } }, { lasted: hour }),
  ),
  'CPU of a container firing': alerts(
    firing(usage('cpu', 180), { severity: 'warning', lasted: 30 * second, evidence: usageEvidence }),
  ),
  'CPU of a container, reminder': alerts(reminder(usage('cpu', 170), { severity: 'warning', lasted: hour })),
  'CPU of a container, resolved': alerts(resolved(usage('cpu', 20), { lasted: hour })),
  'out of memory, limit unknown': alerts(firing(outOfMemoryWith({ memoryLimitBytes: null, peakMemoryBytes: 1 }))),
  'out of memory, within moments': alerts(
    firing(outOfMemoryWith({ memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 2 * mebibyte })),
  ),
  'out of memory, limit lowered': alerts(
    firing(outOfMemoryWith({ memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 600 * mebibyte })),
  ),
  'a process killed for memory, limit unknown': alerts({
    word: 'happened',
    occurrence: sample.sampleOccurrence({
      ...outOfMemory,
      details: sample.containerDetails(sample.sampleContainer({ memoryLimitBytes: null }), null),
    }),
  }),
  'crashed, killed': alerts(firing(notRunning(sample.crashedContainer({ exitCode: 137 }), 'crashed'))),
  'crashed, segmentation fault': alerts(firing(notRunning(sample.crashedContainer({ exitCode: 139 }), 'crashed'))),
  'crashed, another signal': alerts(firing(notRunning(sample.crashedContainer({ exitCode: 134 }), 'crashed'))),
  'crashed for the first time, being restarted': alerts(
    firing(notRunning(sample.crashedContainer({ exitCode: 2 }, { state: 'restarting', restartCount: 1 }), 'crashed')),
  ),
  'crashed as soon as it started': alerts(
    firing(notRunning(sample.crashedContainer({ exitCode: 127 }, { startedAt: at }), 'crashed')),
  ),
  'log lines that hold secrets and escape sequences': alerts(
    firing(crash, {
      evidence: {
        logLines: [
          '\u001b[31mERROR\u001b[0m connect postgres://app:hunter2@db:5432/app',
          'API_KEY=4f9d0c51 \u0000and `code`',
          'x'.repeat(400),
        ],
      },
    }),
  ),
  'crashed, reminder': alerts(reminder(crash, { lasted: 32 * minute })),
  'restarting again and again': alerts(
    firing(looping, { evidence: { logLines: ['Error: cannot find module ./config'] } }),
  ),
  'restarting again and again, reminder': alerts(reminder(loop(41, [1, 137, 1]), { lasted: 31 * minute })),
  'restarting no more': alerts(resolved(looping, { lasted: 25 * minute })),
  'restarting no more, gone': alerts(removed({ ...looping, details: { kind: 'none' } }, { lasted: 25 * minute })),
  'stopped on purpose': alerts(
    firing(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), { lasted: minute }),
  ),
  'stopped on purpose, reminder': alerts(
    reminder(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), {
      lasted: 5 * hour,
    }),
  ),
  completed: alerts(
    firing(notRunning(sample.crashedContainer({ at: at - minute, exitCode: 0 }), 'completed'), { lasted: minute }),
  ),
  'completed, reminder': alerts(
    reminder(notRunning(sample.crashedContainer({ exitCode: 0 }), 'completed'), {
      lasted: hour,
    }),
  ),
  'ended while nobody looked': alerts(
    firing(notRunning(sample.crashedContainer({ witnessed: false, at: at - minute }), 'unwitnessed'), {
      lasted: minute,
    }),
  ),
  'ended while nobody looked, nothing known': alerts(
    firing(
      notRunning(sample.crashedContainer({ witnessed: false, exitCode: null }, { startedAt: null }), 'unwitnessed'),
    ),
  ),
  'ended while nobody looked, reminder': alerts(
    reminder(notRunning(sample.crashedContainer({ witnessed: false }), 'unwitnessed'), {
      lasted: 40 * minute,
    }),
  ),
  paused: alerts(firing(notRunning(sample.sampleContainer({ state: 'paused' }), 'paused'), { lasted: minute })),
  'paused, reminder': alerts(
    reminder(notRunning(sample.sampleContainer({ state: 'paused' }), 'paused'), {
      lasted: hour,
    }),
  ),
  'created and never started': alerts(
    firing(notRunning(sample.sampleContainer({ state: 'created', startedAt: null }), 'created'), {
      lasted: minute,
    }),
  ),
  'created and never started, reminder': alerts(
    reminder(notRunning(sample.sampleContainer({ state: 'created', startedAt: null }), 'created'), {
      lasted: hour,
    }),
  ),
  'not started': alerts(firing(notRunning(notStarted, 'notStarted'))),
  'not started, reminder': alerts(reminder(notRunning(notStarted, 'notStarted'), { lasted: hour })),
  'not started, in a list': alerts(firing(notRunning(notStarted, 'notStarted')), firing(cpu)),
  back: alerts(resolved({ ...crash, details: well })),
  'back at once': alerts(resolved({ ...crash, details: well }, { lasted: 0 })),
  removed: alerts(removed({ ...crash, details: { kind: 'none' } })),
  'stopped on purpose after a crash': alerts(removed(notRunning(sample.crashedContainer(), 'stopped'))),
  'finished without error after a crash': alerts(
    removed(notRunning(sample.crashedContainer({ exitCode: 0 }), 'completed')),
  ),
  'not found': alerts(firing(missing, { lasted: minute })),
  'not found, reminder': alerts(reminder(missing, { lasted: 31 * minute })),
  'not found, there now': alerts(resolved(missing)),
  'not found, no longer watched': alerts(removed(missing)),
  unhealthy: alerts(
    firing(
      unhealthy(
        '  % Total    % Received\n100   19  100   19\ncurl: (22) The requested URL returned error: 503 from `api`\n\n',
      ),
      { lasted: 0 },
    ),
  ),
  'unhealthy, nothing said': alerts(firing(unhealthy(null))),
  'unhealthy, reminder': alerts(reminder(unhealthy('GET /health → 503'), { lasted: 33 * minute })),
  'healthy again': alerts(resolved({ ...unhealthy(null), details: well })),
  'unhealthy and gone': alerts(removed({ ...unhealthy(null), details: { kind: 'none' } })),
  'a very long name': alerts(
    firing(
      notRunning(
        sample.crashedContainer({}, { name: `${'projeto-com-um-nome-muito-comprido-'.repeat(8)}1` }),
        'crashed',
      ),
    ),
  ),
}

export const otherAlerts: Cases = {
  'Docker firing': alerts(firing(engine, { lasted: 30 * second })),
  'Docker reminder': alerts(reminder(engine, { lasted: 2 * hour + 5 * minute })),
  'Docker resolved': alerts(resolved({ ...engine, details: { kind: 'none' } }, { lasted: 7 * minute + 4 * second })),
  'service refused': alerts(firing(service({ reason: 'refused', detail: '' }))),
  'service without an answer': alerts(firing(service({ reason: 'timeout', detail: '' }))),
  'service with a status': alerts(firing(service({ reason: 'status', detail: '503' }))),
  'service without its text': alerts(firing(service({ reason: 'text', detail: '' }))),
  'service whose certificate has expired': alerts(firing(service({ reason: 'tls', detail: 'CERT_HAS_EXPIRED' }))),
  'service, another error': alerts(firing(service({ reason: 'other', detail: 'EWEIRD' }))),
  'service reminder': alerts(reminder(service({ reason: 'dns', detail: '' }), { lasted: hour })),
  'service resolved': alerts(
    resolved({ ...service({ reason: 'dns', detail: '' }), details: { kind: 'none' } }, { lasted: 4 * minute }),
  ),
  'certificate that expires': alerts(firing(expiring(13.4 * day), { severity: 'warning' })),
  'certificate that expires today': alerts(firing({ ...expiring(5 * hour), type: 'TLS_CRITICAL' })),
  'certificate that has expired': alerts(firing({ ...expiring(-2 * hour), type: 'TLS_CRITICAL' })),
  'certificate renewed': alerts(resolved(expiring(89.5 * day), { severity: 'warning', lasted: 2 * day })),
  'no network': alerts(firing(network, { lasted: 20 * second })),
  'no network, reminder': alerts(reminder(network, { lasted: hour })),
  'network back': alerts(resolved(network, { lasted: 8 * minute })),
  'blind firing': alerts(firing(blindness, { severity: 'warning', lasted: 5 * minute })),
  'blind to a disk': alerts(
    firing(
      { ...blindness, subject: '/mnt/backup', details: { kind: 'blind', types: ['DISK_CRITICAL'] } },
      { severity: 'warning', lasted: 5 * minute },
    ),
  ),
  'blind in an extension': alerts(
    firing(
      { ...blindness, subject: 'backup-age', details: { kind: 'blind', types: ['EXTENSION'] } },
      { severity: 'warning', lasted: 5 * minute },
    ),
  ),
  'blind in an extension, resolved': alerts(
    resolved(
      { ...blindness, subject: 'backup-age', details: { kind: 'blind', types: ['EXTENSION'] } },
      { severity: 'warning', lasted: 12 * minute },
    ),
  ),
  'blind, resolved': alerts(resolved(blindness, { severity: 'warning', lasted: 12 * minute })),
  'channel down': alerts(firing(channelDown, { lasted: 2 * minute })),
  'channel down, reminder': alerts(reminder(channelDown, { lasted: hour })),
  'channel back': alerts(resolved({ ...channelDown, details: { kind: 'none' } }, { lasted: 9 * minute })),
  'server restarted': alerts(
    sample.occurrenceAlert({
      type: 'REBOOTED',
      subject: 'host',
      details: { kind: 'reboot', awayMilliseconds: 4 * minute },
    }),
  ),
  'server restarted, nobody knows since when': alerts(
    sample.occurrenceAlert({ type: 'REBOOTED', subject: 'host', details: { kind: 'reboot', awayMilliseconds: null } }),
  ),
  'messages corrupt': alerts(
    sample.occurrenceAlert({
      type: 'OUTBOX_REPLACED',
      subject: 'outbox',
      details: { kind: 'text', text: 'vigilo.db.corrupt-2026-03-13T05-00-00.000Z' },
    }),
  ),
  'messages unsaved': alerts(firing(unsaved, { severity: 'warning' })),
  'messages unsaved, reminder': alerts(reminder(unsaved, { severity: 'warning', lasted: hour })),
  'messages saved again': alerts(resolved({ ...unsaved, details: { kind: 'none' } }, { severity: 'warning' })),
  'told by a fallback': {
    kind: 'fallback',
    at,
    of: sample.alertsNotification([firing(cpu)]),
    channel: 'whatsapp',
    reason: { code: 'connectionRefused', system: 'ECONNREFUSED' },
  },
  'another type, a warning': alerts(firing(certificate, { severity: 'warning', lasted: 10 * minute })),
  'another type, reminder': alerts(reminder(certificate, { severity: 'warning', lasted: 2 * day + 3 * hour })),
  'another type, resolved': alerts(
    resolved({ ...certificate, details: { kind: 'text', text: 'valid until 11 Jun' } }, { lasted: 2 * day }),
  ),
  'another type, removed': alerts(removed({ ...certificate, details: { kind: 'none' } }, { lasted: 2 * day })),
  'unstable, in trouble now': alerts(unstable(unhealthy('GET /health → 503'), 'firing')),
  'unstable, fine now': alerts(unstable(crash, 'ended')),
  'unstable CPU': alerts(unstable(cpu, 'firing')),
  'another type, without a text': alerts(firing({ ...certificate, details: { kind: 'none' } })),
}

const bulk = (count: number): readonly OpenAlert[] =>
  Array.from({ length: count }, (_, index) =>
    firing(notRunning(sample.crashedContainer({}, { name: `service-${index + 1}` }), 'crashed')),
  )

export const severalAlerts: Cases = {
  'three problems': alerts(
    firing(unhealthy('GET /health → 503')),
    firing(looping),
    firing(cpu, { lasted: 30 * second, evidence: cpuEvidence }),
  ),
  'problems and ends, as they came': alerts(
    resolved({ ...crash, details: well }),
    firing(certificate, { severity: 'warning' }),
    firing(disk),
    removed({ ...unhealthy(null), details: { kind: 'none' } }),
    firing(engine, { lasted: 30 * second }),
  ),
  'two ends': alerts(
    resolved({ ...crash, details: well }),
    resolved({ ...cpu, details: sample.cpuDetails(9.46) }, { lasted: 65 * second }),
  ),
  'one of each kind': alerts(
    firing(ram, { lasted: 30 * second, evidence: memoryEvidence }),
    firing({ ...missing, subject: 'queue' }, { lasted: minute }),
    firing(notRunning(sample.crashedContainer({ exitCode: 0 }), 'stopped'), { lasted: minute }),
    resolved(missing),
  ),
  'forty problems': alerts(firing(disk), ...bulk(39)),
  'unstable and others': alerts(firing(disk), unstable(crash, 'firing'), unstable(cpu, 'ended')),
  'after quiet hours': sample.alertsNotification(
    [firing(disk, { lasted: 5 * hour }), resolved({ ...crash, details: well })],
    { cameAndWent: 3 },
  ),
  'nothing but what came and went': sample.alertsNotification([], { cameAndWent: 1 }),
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
      down: [{ container: backup, ending: 'unwitnessed' }],
      topByCpu: [sample.containerUsage('api', 12.4, 310), sample.containerUsage('db', 4.1, 1300)],
      topByMemory: [sample.containerUsage('db', 4.1, 1300), sample.containerUsage('api', 12.4, 310)],
    }),
    alerts: { told: 2, ended: 2, untold: 0 },
    deliveries: { ...sample.noDeliveries, sent: 4 },
    heartbeats: { ...sample.noDeliveries, sent: 240 },
  }),
  'services, one of them down': report({
    services: { total: 4, unseen: 0, down: ['shop'] },
  }),
  'services, all well': report({ services: { total: 4, unseen: 0, down: [] } }),
  'services, none can be seen': report({ services: { total: 4, unseen: 4, down: [] } }),
  'services, one cannot be seen': report({ services: { total: 4, unseen: 1, down: [] } }),
  'services, one cannot be seen and two are down': report({
    services: {
      total: 4,
      unseen: 1,
      down: ['shop', 'mail'],
    },
  }),
  'one trouble, silenced': report({ silenced: [firingLife(crash)], alerts: { told: 1, ended: 1, untold: 0 } }),
  'troubles of each kind, silenced': report({
    silenced: [
      cpu,
      ram,
      disk,
      forecast,
      crash,
      unhealthy(null),
      usage('memory', 97),
      network,
      channelDown,
      missing,
    ].map((about) => firingLife(about)),
  }),
  'more silenced than there is room for': report({
    firing: [firing(disk)],
    silenced: bulk(13).map(({ life }) => life),
  }),
  'what came and went untold': report({ alerts: { told: 4, ended: 4, untold: 2 } }),
  'nothing but what came and went untold': report({ alerts: { told: 0, ended: 0, untold: 1 } }),
  'the first one, with what came and went untold': report({ since: null, alerts: { told: 0, ended: 0, untold: 1 } }),
  'in trouble, unstable, and not told yet': report({
    firing: [
      firing(unhealthy('GET /health → 503'), { lasted: 9 * hour }),
      unstable(crash, 'firing'),
      { ...unstable(cpu, 'ended'), word: 'reminder', before: toldOf(unstableLife(cpu, 'firing')) },
    ],
  }),
  'all quiet, no Docker': report({ containers: { kind: 'absent' } }),
  'the first one, at one in the morning': report(
    { since: null, alerts: { told: 1, ended: 1, untold: 0 } },
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
        { mount: '/mnt/nas', unavailable: { code: 'noAnswer', seconds: null } },
      ],
      uptimeSeconds: (3 * day) / second,
    }),
    containers: sample.seenContainers({
      total: 9,
      running: 2,
      watched: 8,
      down: [
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
      ],
      labelProblems: [
        { name: 'api', problem: { label: 'vigilo.ram', reason: 'invalid' } },
        { name: 'api', problem: { label: 'vigilo.cpus', reason: 'unknown' } },
      ],
    }),
    firing: [
      firing(cpu, { lasted: 32 * minute, startsAt: at - 32 * minute }),
      firing(crash),
      firing(certificate, { severity: 'warning' }),
    ],
    alerts: { told: 5, ended: 5, untold: 0 },
    deliveries: { sent: 12, failed: 3, lost: 1, queued: 2 },
    heartbeats: { ...sample.noDeliveries, sent: 238, lost: 2 },
  }),
  blind: report({
    hostUnavailable: { code: 'cannotBeRead', path: '/proc/stat', system: 'EACCES' },
    containers: { kind: 'unavailable', reason: { code: 'noAnswer', seconds: 10 } },
    alerts: { told: 0, ended: 1, untold: 0 },
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
    alerts: { told: 3, ended: 3, untold: 0 },
  }),
}

const firstReport = sample.sampleReport({ since: null, deliveries: sample.noDeliveries })

export const startups: Cases = {
  'all is well': {
    kind: 'startup',
    at,
    startedAt: at,
    version: '0.1.0',
    inventory: sample.sampleInventory,
    connections: ['whatsapp', 'heartbeat', 'docker'].map((name) => ({ name, result: { ok: true } })),
    report: firstReport,
  },
  'not all is reached': {
    kind: 'startup',
    at,
    startedAt: at,
    version: '0.1.0',
    inventory: { ...sample.sampleInventory, cores: 1, virtualization: null },
    connections: [
      { name: 'whatsapp', result: { ok: true } },
      {
        name: 'heartbeat',
        result: {
          ok: false,
          reason: { code: 'noSuchWebhook', check: 'N8N_HEARTBEAT_URL' },
        },
      },
      { name: 'pager', result: { ok: false, reason: { code: 'noAnswerYet' } } },
    ],
    report: {
      ...firstReport,
      containers: sample.seenContainers({
        running: 10,
        down: [{ container: backup, ending: 'unwitnessed' }],
      }),
    },
  },
  'after quiet hours, with what nobody was told of': {
    kind: 'startup',
    at,
    startedAt: at - 5 * hour,
    version: '0.1.0',
    inventory: null,
    connections: [],
    report: {
      ...firstReport,
      firing: [
        sample.openAlert(firingLife(crash, { lasted: 2 * hour })),
        sample.openAlert(firingLife(crash, { lasted: minute })),
        sample.openAlert(firingLife({ ...disk, type: 'DISK_CRITICAL' }, { lasted: 3 * hour })),
        sample.openAlert(unstableLife(crash, 'ended', 5)),
      ],
    },
  },
  'nothing is known yet': {
    kind: 'startup',
    at,
    startedAt: at,
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
