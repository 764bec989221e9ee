import type { Message } from '../model/message.ts'
import type { ServicesReport } from '../model/notification.ts'
import { maxItems, nameOf, type Context } from './context.ts'
import { failureWords } from './failure-words.ts'
import { words } from './words.ts'

/** How many services answer, and what is wrong with the others. */
export const servicesLines = (report: ServicesReport | null, context: Context): Message => {
  if (report === null) return []
  const { language } = context
  const { total, down } = report
  const counts = `${language.report.services(total - down.length, total)}.`
  const items = down.map(({ name, failure }) => words`⚠️ ${nameOf(name)}: ${failureWords(failure, language)}`)
  if (items.length <= 1) return [words`${counts} ${items[0] ?? ''}`]
  const rest = items.length - maxItems
  return [[counts], ...items.slice(0, maxItems), ...(rest > 0 ? [[language.more(rest)]] : [])]
}
