import { hasEnded, isOpen, type Alert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { CatchUpEntry, CatchUpNotification } from '../model/notification.ts'
import { capitalize, sign, since, type Context } from './context.ts'
import { foreign } from './foreign.ts'
import { headline } from './headline.ts'
import { words, type Words } from './words.ts'

/** What waited while nobody could be told: what is still so first, each trouble in one line with its times. */
export const catchUpMessage = (notification: CatchUpNotification, context: Context): Message => {
  const { entries, cameAndWent, reports, starts } = notification
  const { language } = context
  const open = entries.filter(({ alert }) => isOpen(alert))
  const icon = open.some(({ alert }) => alert.severity === 'critical') ? '🔴' : open.length > 0 ? '🟡' : '🟢'
  const title = language.late.title({
    count: entries.reduce((sum, { times }) => sum + times, 0) + cameAndWent + reports + starts,
    since: since(notification.since, context),
  })
  const state = open.length > 0 ? language.late.stillSo(open.length) : language.late.nothingLeft
  return [
    words`${sign(icon, context)}: ${title}${entries.length > 0 ? `: ${state}` : ''}`,
    ...entries.map((entry) => line(entry, context)),
    ...(cameAndWent > 0 ? [[`${capitalize(language.cameAndWent(cameAndWent), context)}.`]] : []),
    ...(reports > 0 ? [[language.late.reports(reports)]] : []),
    ...(starts > 0 ? [[language.late.starts(starts)]] : []),
  ]
}

const line = ({ alert, times, startsAt, toldBy }: CatchUpEntry, context: Context): Words => {
  const { language, figures, at } = context
  const moment = (time: number): string => figures.moment(time, at)
  const when = hasEnded(alert)
    ? language.late.from(moment(startsAt), moment(alert.endsAt))
    : alert.reason === 'notice'
      ? moment(alert.check.at)
      : since(startsAt, context)
  const facts = [
    when,
    ...(times > 1 ? [language.late.times(times)] : []),
    ...(toldBy === null ? [] : [language.late.toldBy(language.startup.connections[toldBy] ?? foreign(toldBy))]),
  ]
  return words`${iconOf(alert)} ${withoutStop(headline(lasting(alert, times), 'list', context))} (${facts.join(', ')})`
}

/** How long the last one of several lasted says little. */
const lasting = (alert: Alert, times: number): Alert =>
  hasEnded(alert) && times > 1 ? { ...alert, startsAt: alert.endsAt } : alert

/** The times are behind the sentence, in brackets: its own stop would be between them. */
const withoutStop = (sentence: Words): Words => {
  const last = sentence.findLastIndex((span) => typeof span !== 'string' || span.trim() !== '')
  return sentence
    .slice(0, last + 1)
    .map((span, index) => (typeof span === 'string' && index === last ? span.replace(/\.\s*$/, '') : span))
}

const iconOf = (alert: Alert): string => {
  if (hasEnded(alert)) return '🟢'
  return alert.severity === 'critical' && isOpen(alert) ? '🔴' : '🟡'
}
