import type { Config } from '../config.ts'
import type { Message } from '../model/message.ts'
import type { FallbackNotification, Notification, ReportNotification } from '../model/notification.ts'
import { alertsMessage } from './alerts-message.ts'
import { catchUpMessage } from './catch-up-message.ts'
import { reasonOf, sign, type Context } from './context.ts'
import { createFigures } from './figures.ts'
import { foreign } from './foreign.ts'
import { languageOf } from './languages.ts'
import { reportLines } from './report-lines.ts'
import { restartedMessage, startupMessage } from './startup-message.ts'
import { toLine, words } from './words.ts'

/** Says a notification in words. Pure: all times come from the notification, shown in `timeZone` (an IANA name). */
export const createText = (
  config: Pick<Config, 'language' | 'timeZone' | 'agentName'>,
): ((notification: Notification) => Message) => {
  const language = languageOf(config.language)
  const figures = createFigures(language, config.timeZone)
  return (notification) =>
    messageOf(notification, { language, figures, agentName: config.agentName, at: notification.at })
      .map((line) => ('code' in line ? line : toLine(line)))
      .filter((line) => 'code' in line || line.length > 0)
}

/** The word for a message that people may have already. */
export const movedLine = (language: Config['language']): ((chat: string) => string) => languageOf(language).chatMoved

export const repeatedMark = (language: Config['language']): string => languageOf(language).repeated

const messageOf = (notification: Notification, context: Context): Message => {
  switch (notification.kind) {
    case 'catch-up':
      return catchUpMessage(notification, context)
    case 'fallback':
      return fallbackMessage(notification, context)
    case 'alerts':
      return alertsMessage(notification, context)
    case 'startup':
      return startupMessage(notification, context)
    case 'restarted':
      return restartedMessage(notification, context)
    case 'report':
      return reportMessage(notification, context)
    case 'test':
      return [words`${sign('🟢', context)}: ${context.language.test}`]
  }
}

/** What it says of itself, and why it comes this way. */
const fallbackMessage = ({ of, channel, reason }: FallbackNotification, context: Context): Message => {
  const { language } = context
  const said = messageOf(of, { ...context, at: of.at })
  if (channel === null) return said
  const name = language.startup.connections[channel] ?? foreign(channel)
  return [...said, [language.insteadOf(name, reasonOf(reason, context))]]
}

const reportMessage = ({ report }: ReportNotification, context: Context): Message => {
  const { language, figures, at } = context
  const problems = report.firing.length > 0 ? `, ${language.report.problems(report.firing.length)}` : ''
  const title = language.report.title(figures.moment(at, at))
  return [words`${sign('📋', context)}, ${title}${problems}`, ...reportLines(report, context)]
}
