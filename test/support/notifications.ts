import type { Alert } from '../../src/model/alert.ts'
import type { AlertsNotification, ReportNotification } from '../../src/model/notification.ts'
import { cpuDetails, endedAlert, firingAlert, sampleReport, sampleTime } from './samples.ts'

const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })

/** One alert of each reason, about a subject. */
export const firing = (subject: string): Alert => firingAlert(about(subject))
export const reminder = (subject: string): Alert => firingAlert(about(subject), { reason: 'reminder' })
export const resolved = (subject: string): Alert => endedAlert(about(subject))

export const told = (first: Alert, ...rest: readonly Alert[]): AlertsNotification => ({
  kind: 'alerts',
  at: sampleTime,
  alerts: [first, ...rest],
  cameAndWent: 0,
})

export const report: ReportNotification = { kind: 'report', at: sampleTime, report: sampleReport() }
