import type { Alert } from '../../src/model/alert.ts'
import type { AlertsNotification, ReportNotification } from '../../src/model/notification.ts'
import {
  alertsNotification,
  cpuDetails,
  endAlert,
  endedLife,
  firingLife,
  occurrenceAlert,
  openAlert,
} from './samples.ts'
import { sampleReport, sampleTime, toldOf } from './samples.ts'

const about = (subject: string) => ({ type: 'CONTAINER_NOT_RUNNING', subject, details: cpuDetails() })

/** One word of each kind, about a subject. */
export const firing = (subject: string): Alert => openAlert(firingLife(about(subject)))
export const reminder = (subject: string): Alert => {
  const life = firingLife(about(subject))
  return openAlert(life, { word: 'reminder', before: toldOf(life) })
}
export const happened = (subject: string): Alert => occurrenceAlert(about(subject))
export const resolved = (subject: string): Alert => endAlert(endedLife(about(subject)))

export const told = (first: Alert, ...rest: readonly Alert[]): AlertsNotification =>
  alertsNotification([first, ...rest])

export const report: ReportNotification = { kind: 'report', at: sampleTime, report: sampleReport() }
