import { expect, test } from 'vitest'
import { isOpenAlert, type Alert } from '../../src/model/alert.ts'
import type { Notification } from '../../src/model/notification.ts'
import { createText } from '../../src/text/index.ts'
import { plainText } from '../support/plain-text.ts'
import * as sample from '../support/samples.ts'
import { quoted } from '../support/reasons.ts'

const { sampleTime: at, sampleProcess, containerUsage } = sample
const { firingLife, endedLife, unstableLife, toldOf, openAlert, endAlert } = sample
const hostile = 'evil \u001b[31m`name`\n*\u202e password=hunter2'

const container = sample.crashedContainer({}, { name: hostile, healthOutput: hostile, image: hostile })
const about = (type: string, details: Parameters<typeof firingLife>[0]['details']) => ({
  type,
  subject: hostile,
  details,
})
const evidence = {
  processes: [{ ...sampleProcess({ name: hostile }), container: hostile }],
  containers: [containerUsage(hostile, 50, 100)],
  logLines: [hostile],
}
const unhealthy = about('CONTAINER_UNHEALTHY', sample.containerDetails(container, null))
const text = about('OTHER', { kind: 'text', text: hostile })
const alerts: readonly Alert[] = [
  openAlert(firingLife(about('CPU_CRITICAL', sample.cpuDetails()), { evidence })),
  openAlert(firingLife(about('DISK_CRITICAL', sample.diskDetails({ mount: hostile })))),
  openAlert(firingLife(about('CONTAINER_NOT_RUNNING', sample.containerDetails(container, 'crashed')), { evidence })),
  openAlert(firingLife(unhealthy)),
  openAlert(firingLife(about('CONTAINER_NOT_FOUND', { kind: 'none' }))),
  openAlert(firingLife(about('DOCKER_CONNECTION_ERROR', { kind: 'reason', reason: quoted(hostile) }))),
  openAlert(firingLife(about('CHANNEL_DOWN', { kind: 'channel', state: 'down', reason: hostile }))),
  openAlert(firingLife(about(hostile, { kind: 'none' }))),
  endAlert(endedLife(text)),
  endAlert(endedLife(about('DISK_CRITICAL', { kind: 'none' }), { state: 'removed' })),
  openAlert(firingLife(text), { word: 'escalated', before: toldOf(firingLife(text, { severity: 'warning' })) }),
  openAlert(firingLife(text, { id: 2 }), { ended: endedLife(text), missed: 1 }),
  openAlert(unstableLife(unhealthy, 'firing')),
  { word: 'happened', occurrence: sample.sampleOccurrence(unhealthy, { times: 3 }) },
  { word: 'happened', occurrence: sample.sampleOccurrence(about('OUTBOX_REPLACED', { kind: 'text', text: hostile })) },
]
const open = alerts.filter(isOpenAlert)

const report = sample.sampleReport({
  host: sample.sampleHost({
    disks: [sample.sampleDisk({ mount: hostile }), { mount: hostile, unavailable: quoted(hostile) }],
  }),
  containers: sample.seenContainers({
    down: [{ container, ending: 'unwitnessed' }],
    topByCpu: evidence.containers,
    topByMemory: evidence.containers,
  }),
})

const notifications: readonly Notification[] = [
  ...alerts.map((alert) => sample.alertsNotification([alert])),
  sample.alertsNotification(alerts),
  { kind: 'report', at, report },
  { kind: 'report', at, report: { ...report, firing: open } },
  { kind: 'report', at, report: { ...report, silenced: open.map(({ life }) => life) } },
  {
    kind: 'report',
    at,
    report: {
      ...report,
      hostUnavailable: quoted(hostile),
      containers: { kind: 'unavailable', reason: quoted(hostile) },
    },
  },
  {
    kind: 'startup',
    at,
    startedAt: at,
    version: '0.1.0',
    inventory: { ...sample.sampleInventory, operatingSystem: hostile, kernel: hostile, cpuModel: hostile },
    connections: [
      { name: hostile, result: { ok: true } },
      { name: hostile, result: { ok: false, reason: quoted(hostile) } },
    ],
    report,
  },
  {
    kind: 'catch-up',
    at,
    since: at,
    insteadOf: { channel: hostile, reason: hostile },
    entries: alerts.map((alert) => ({ alert, startsAt: at, times: 2, toldBy: hostile })),
    cameAndWent: 0,
    reports: 0,
    starts: 0,
  },
  { kind: 'fallback', at, of: sample.alertsNotification(alerts), channel: hostile, reason: hostile },
]

test.each(['pt-BR', 'en'] as const)('no foreign text gets into a message unseen in %s', (language) => {
  const say = createText({ language, timeZone: 'UTC', agentName: hostile })
  for (const notification of notifications) {
    const message = say(notification)
    const lines = message.flatMap((line) => ('code' in line ? line.code : [plainText([line])]))
    expect(lines.join('')).toContain('evil')
    for (const line of lines) {
      expect(line).not.toMatch(/[`\p{Cc}\p{Cf}]/u)
      expect(line).not.toContain('hunter2')
    }
  }
})
