import type { Message } from '../model/message.ts'
import type { ServicesReport } from '../model/notification.ts'
import type { Context } from './context.ts'

/** How many services answer. What is wrong with the others is told elsewhere. */
export const servicesLines = (report: ServicesReport | null, context: Context): Message => {
  if (report === null) return []
  const { language } = context
  const { total, unseen, down } = report
  const seen = total - unseen
  const counts = language.report.services(
    [
      ...(seen > 0 ? [language.report.answering(seen - down.length, seen)] : []),
      ...(unseen > 0 ? [language.report.unseenServices(unseen)] : []),
    ].join(', '),
  )
  return [[counts]]
}
