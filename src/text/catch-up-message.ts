import { isEnd, isOpenAlert, type Alert } from '../model/alert.ts'
import type { Message } from '../model/message.ts'
import type { CatchUpEntry, CatchUpNotification } from '../model/notification.ts'
import { iconOf, order } from './alerts-message.ts'
import { capitalize, period, reasonOf, sign, since, type Context } from './context.ts'
import { foreign } from './foreign.ts'
import { during, headline, isToldAtOnce } from './headline.ts'
import { isWorse, linksOf } from './history.ts'
import { bracketed, join, withoutStop, words, type Words } from './words.ts'

/** What an address missed: what is so first, each trouble in one line with its times. */
export const catchUpMessage = (notification: CatchUpNotification, context: Context): Message => {
  const { entries, cameAndWent, reports, starts, insteadOf } = notification
  const { language } = context
  const open = entries.flatMap(({ alert }) => (isOpenAlert(alert) ? [iconOf(alert)] : []))
  const icon = order.find((one) => open.includes(one)) ?? '🟢'
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
    ...(insteadOf === null
      ? []
      : [[language.insteadOf(channelName(insteadOf.channel, context), reasonOf(insteadOf.reason, context))]]),
  ]
}

const channelName = (channel: string, { language }: Context): string =>
  language.startup.connections[channel] ?? foreign(channel)

/** The times are behind the sentence, in brackets: its own stop would be between them. */
const line = (entry: CatchUpEntry, context: Context): Words => {
  const { alert, times, toldBy } = entry
  const { language } = context
  const facts = [
    ...whenOf({ ...entry, alert: lasting(alert, times) }, context),
    ...(isOpenAlert(alert) && isWorse(alert) ? [language.late.worse] : []),
    ...(times > 1 && !isUnstable(alert) ? [language.late.times(times)] : []),
    ...(toldBy === null ? [] : [language.late.toldBy(channelName(toldBy, context))]),
  ]
  const sentence = headline(lasting(alert, times), 'list', context)
  const links = alert.word === 'happened' ? [] : linksOf(alert, context)
  return words`${iconOf(alert)} ${withoutStop(sentence)} ${bracketed(facts.join(', '))}${links.length > 0 ? '. ' : ''}${join(links, ' ')}`
}

/** From when to when, and how it was then; nothing where the sentence says it. */
const whenOf = ({ alert, startsAt }: CatchUpEntry, context: Context): readonly string[] => {
  if (isEnd(alert)) return [during(alert, period(startsAt, alert.life.endsAt, context), context)]
  if (alert.word === 'happened')
    return [context.language.late.happened(context.figures.moment(alert.occurrence.at, context.at))]
  const { word, life } = alert
  const isSaid = life.startsAt === startsAt && !(word === 'firing' && isToldAtOnce(life.check))
  return isUnstable(alert) || isSaid ? [] : [since(startsAt, context)]
}

/** What is unstable says itself how often, and since when. */
const isUnstable = (alert: Alert): boolean => isOpenAlert(alert) && alert.life.state === 'unstable'

/** How long the last one of several lasted says little. */
const lasting = (alert: Alert, times: number): Alert =>
  isEnd(alert) && times > 1 ? { ...alert, life: { ...alert.life, startsAt: alert.life.endsAt } } : alert
