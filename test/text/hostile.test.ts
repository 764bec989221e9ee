import { expect, test } from 'vitest'
import type { Notification } from '../../src/model/notification.ts'
import { createText } from '../../src/text/index.ts'
import { plainText } from '../support/plain-text.ts'
import * as sample from '../support/samples.ts'

const { sampleTime: at, firingAlert, endedAlert, sampleProcess, containerUsage } = sample
const hostile = 'evil \u001b[31m`name`\n*\u202e password=hunter2'

const container = sample.crashedContainer({}, { name: hostile, healthOutput: hostile, image: hostile })
const about = (type: string, details: Parameters<typeof firingAlert>[0]['details']) => ({
  type,
  subject: hostile,
  details,
})
const evidence = {
  processes: [{ ...sampleProcess({ name: hostile }), container: hostile }],
  containers: [containerUsage(hostile, 50, 100)],
  logLines: [hostile],
}
const alerts = [
  firingAlert(about('CPU_CRITICAL', sample.cpuDetails()), { evidence }),
  firingAlert(about('DISK_CRITICAL', sample.diskDetails({ mount: hostile }))),
  firingAlert(about('CONTAINER_NOT_RUNNING', sample.containerDetails(container, 'crashed')), { evidence }),
  firingAlert(about('CONTAINER_UNHEALTHY', sample.containerDetails(container, null))),
  firingAlert(about('CONTAINER_NOT_FOUND', { kind: 'none' })),
  firingAlert(about('DOCKER_CONNECTION_ERROR', { kind: 'text', text: hostile })),
  firingAlert(about(hostile, { kind: 'none' })),
  endedAlert(about('OTHER', { kind: 'text', text: hostile })),
  endedAlert(about('DISK_CRITICAL', { kind: 'none' }), { reason: 'removed' }),
] as const

const report = sample.sampleReport({
  host: sample.sampleHost({ disks: [sample.sampleDisk({ mount: hostile }), { mount: hostile, unavailable: hostile }] }),
  containers: sample.seenContainers({
    unwell: [
      { container, ending: 'crashed' },
      { container: { ...container, name: `${hostile} 2` }, ending: null },
    ],
    missing: [hostile],
    topByCpu: evidence.containers,
    topByMemory: evidence.containers,
  }),
})

const notifications: readonly Notification[] = [
  ...alerts.map((alert): Notification => ({ kind: 'alerts', at, alerts: [alert], cameAndWent: 0 })),
  { kind: 'alerts', at, alerts, cameAndWent: 0 },
  { kind: 'report', at, report },
  { kind: 'report', at, report: { ...report, firing: [alerts[0], alerts[6]] } },
  {
    kind: 'report',
    at,
    report: { ...report, hostUnavailable: hostile, containers: { kind: 'unavailable', reason: hostile } },
  },
  {
    kind: 'startup',
    at,
    version: '0.1.0',
    inventory: { ...sample.sampleInventory, operatingSystem: hostile, kernel: hostile, cpuModel: hostile },
    connections: [
      { name: hostile, result: { ok: true } },
      { name: hostile, result: { ok: false, reason: hostile } },
    ],
    report,
  },
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
