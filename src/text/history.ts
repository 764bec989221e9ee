import { isEnd, type Alert, type EndAlert, type OpenAlert } from '../model/alert.ts'
import { isTrouble, type EndedLife } from '../model/life.ts'
import { capitalize, isLate, nameOf, period, since, type Context } from './context.ts'
import { hasSettled, isOfLaterLife, isToldAtOnce, topicOf } from './headline.ts'
import { join, type Words } from './words.ts'

/** What was so before, as far as it changes what the sentence says: a sentence each. */
export const historyOf = (alert: Alert, context: Context): readonly Words[] => {
  if (alert.word === 'happened') return happened(alert, context).map(asWords)
  const sentences = isEnd(alert) ? ofEnd(alert, context) : ofOpen(alert, context)
  return [...sentences.map(asWords), ...linksOf(alert, context)]
}

const asWords = (sentence: string): Words => [sentence]

/** How it goes with what was told before: under another name, or of what it takes the place of. */
export const linksOf = ({ life, before, bears }: OpenAlert | EndAlert, context: Context): readonly Words[] => {
  const { language } = context
  const name = before?.check.subject ?? life.subject
  const replaced = bears.map(({ check }) => topicOf(check, context))
  return [
    ...(name === life.subject ? [] : [language.formerly(nameOf(name))]),
    ...(replaced.length === 0 ? [] : [language.replaces(join(replaced, ', '))]),
  ]
}

const happened = (
  { occurrence: { at, times } }: Extract<Alert, { word: 'happened' }>,
  context: Context,
): readonly string[] => {
  const time = isLate(at, context) ? context.figures.moment(at, context.at) : ''
  return times > 1 || time !== '' ? [context.language.happened({ times, time })] : []
}

/** When it was, where that is not now. */
const ofEnd = (alert: EndAlert, context: Context): readonly string[] => {
  const { life, before } = alert
  const { startsAt, endsAt } = life
  if (hasSettled(alert)) return settled(alert, context)
  if (before !== null && isOfLaterLife(alert))
    return [context.language.moreThanOnce(period(before.startsAt, endsAt, context))]
  return isLate(endsAt, context) ? [`${capitalize(period(startsAt, endsAt, context), context)}.`] : []
}

const ofOpen = (alert: OpenAlert, context: Context): readonly string[] => {
  const { word, life, ended } = alert
  const isOld = word === 'firing' && isToldAtOnce(life.check) && isLate(life.startsAt, context)
  return [
    ...severity(alert, context),
    ...(isOld ? [`${capitalize(since(life.startsAt, context), context)}.`] : []),
    ...(ended === null ? [] : [lastTime(ended, context)]),
    ...(hasSettled(alert) ? settled(alert, context) : []),
  ]
}

/** Whether it is critical, and was told as a warning. */
export const isWorse = ({ life, before }: OpenAlert): boolean =>
  before?.life === life.id && before.severity === 'warning' && life.severity === 'critical' && isTrouble(life)

const severity = (alert: OpenAlert, { language }: Context): readonly string[] => {
  if (isWorse(alert)) return [language.worse]
  const { life, before } = alert
  const isMilder = before?.life === life.id && before.severity === 'critical' && life.severity === 'warning'
  return isMilder ? [language.milder] : []
}

/** It was well in between, which nobody was told. */
const lastTime = ({ startsAt, endsAt, instability }: EndedLife, { language, figures, at }: Context): string =>
  language.lastTime({
    lasted: instability === null ? figures.duration(endsAt - startsAt) : '',
    until: figures.moment(endsAt, at),
  })

const settled = ({ life }: OpenAlert | EndAlert, context: Context): readonly string[] => {
  const { instability, state } = life
  if (instability === null) return []
  const { changes, since: begin, lastAt } = instability
  return [
    context.language.settledAfter({ changes, period: period(begin, lastAt, context), isWell: state === 'resolved' }),
  ]
}
