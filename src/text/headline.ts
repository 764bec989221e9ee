import { extensionType, topicOfType } from '../model/alert-types.ts'
import { isEnd, type Alert, type EndAlert, type OpenAlert } from '../model/alert.ts'
import type { Check } from '../model/check.ts'
import type { Life, UnstableLife } from '../model/life.ts'
import type { Occurrence } from '../model/occurrence.ts'
import { causeOf, codesOf, containerTrouble } from './container-trouble.ts'
import { ago, nameOf, reasonOf, since, type Context } from './context.ts'
import { failureWords } from './failure-words.ts'
import { foreign } from './foreign.ts'
import type { Facts, Language, Trouble } from './language.ts'
import { bracketed, words, type Words } from './words.ts'

const day = 86_400_000

/** What is so, in one sentence. `place`: one that stands alone calls a container a container, in a list its name does. */
export const headline = (alert: Alert, place: Place, context: Context): Words => {
  if (alert.word === 'happened') return happened(alert.occurrence, place, context)
  if (isEnd(alert)) return ended(alert, context)
  return alert.life.state === 'unstable'
    ? unstable(alert.life, alert.before?.state === 'unstable', context)
    : open(alert, place, context)
}

type Place = 'alone' | 'list'

/** What is wrong now with what changes to and fro. */
export const stateOf = ({ check, startsAt }: Life, context: Context): Words =>
  context.language.troubles[troubleOf(check)].firing(factsOf(check, startsAt, 'list', context))

/** What is told, without what is so: `CPU`, `a saúde de *api*`. */
export const topicOf = (check: Check, context: Context): Words =>
  context.language.topics[topicOfType(check.type)](subjectOf(check, context))

const unstable = ({ check, now, instability }: UnstableLife, isKnown: boolean, context: Context): Words => {
  const topic = topicOfType(check.type)
  const what = topic === 'other' ? typeWords(check.type) : (context.language.unstableAs[topic] ?? '')
  return context.language.unstable({
    subject: topicOf(check, context),
    note: bracketed(what),
    changes: instability.changes,
    since: since(instability.since, context),
    now,
    isKnown,
  })
}

/** What an extension calls it. */
const typeWords = (type: string): string => foreign(type).toLowerCase().replaceAll('_', ' ')

const happened = ({ type, subject, at, details, severity }: Occurrence, place: Place, context: Context): Words => {
  const { language, figures } = context
  if (details.kind === 'reboot')
    return language.rebooted(details.awayMilliseconds === null ? '' : figures.duration(details.awayMilliseconds))
  if (type === 'OUTBOX_REPLACED' && details.kind === 'text') return language.outboxReplaced(foreign(details.text))
  const check: Check = { type, subject, at, status: severity, details }
  const name = subjectOf(check, context)
  const about = place === 'alone' && 'container' in details ? language.container(name) : name
  if (type === 'CONTAINER_OOM') return language.processKilledForMemory(about)
  return language.notice({ subject: about, why: whyOf(check, troubleOf(check), context) })
}

const open = ({ word, life, before }: OpenAlert, place: Place, context: Context): Words => {
  const { check, startsAt } = life
  return context.language.troubles[troubleOf(check)][word === 'firing' || word === 'escalated' ? 'firing' : 'reminder'](
    {
      ...factsOf(check, startsAt, place, context),
      ...(before?.life === life.id ? moved(before.check, check, context) : {}),
    },
  )
}

/** One that is told of as it is now rather than as of its beginning, whatever was told before. */
export const stillSo = ({ life, before }: OpenAlert, context: Context): Words =>
  life.state === 'unstable'
    ? unstable(life, before?.state === 'unstable', context)
    : context.language.troubles[troubleOf(life.check)].reminder(factsOf(life.check, life.startsAt, 'list', context))

const factsOf = (check: Check, startsAt: number, place: Place, context: Context): Facts => {
  const { language, at } = context
  const why = whyOf(check, troubleOf(check), context)
  const name = subjectOf(check, context)
  const isContainer = topicOfType(check.type) === 'missing' || 'container' in check.details
  return {
    ...measured(check, context),
    subject: isContainer && place === 'alone' ? language.container(name) : name,
    ago: ago(at - startsAt, context),
    why,
    note: bracketed(why),
  }
}

/** Those whose first sentence does not say since when: they are told the moment that they come. */
const atOnce: readonly Trouble[] = ['crashed', 'unhealthy', 'outOfMemory', 'crashLoop', 'service', 'outbox', 'other']

/** Whether its first sentence leaves out since when it is so. */
export const isToldAtOnce = (check: Check): boolean => atOnce.includes(troubleOf(check))

/** Whether it was told as unstable, and has stayed the same since. */
export const hasSettled = ({ word, life, before }: OpenAlert | EndAlert): boolean =>
  (word === 'settled' || word === 'resolved') && life.instability !== null && before?.state === 'unstable'

/** Whether what was told had ended before, and this is the end of what came after it. */
export const isOfLaterLife = ({ life, before }: EndAlert): boolean => before !== null && before.life !== life.id

const ended = (alert: EndAlert, context: Context): Words => {
  const { language } = context
  const { life, word } = alert
  const { check } = life
  const topic = topicOfType(check.type)
  const facts = measured(check, context)
  const why = topic === 'other' && check.details.kind === 'text' ? foreign(check.details.text) : facts.value
  const duration = durationOf(alert, context)
  const end = language.ends[topic]
  const say = word === 'removed' ? (notMissed(check, language) ?? end.removed) : end.resolved
  const sentence = say({ ...facts, subject: subjectOf(check, context), ago: '', why, note: bracketed(why) })
  return words`${sentence} ${duration === '' ? '' : end.lasted(duration)}`
}

/** How long it lasted; nothing of the last of several, where that says little. */
const durationOf = (alert: EndAlert, { figures }: Context): string =>
  hasSettled(alert) || isOfLaterLife(alert) ? '' : figures.duration(alert.life.endsAt - alert.life.startsAt)

/** From when to when it was so; how it was, where its sentence does not say that. */
export const during = (alert: EndAlert, period: string, context: Context): string =>
  durationOf(alert, context) === '' ? context.language.ends[topicOfType(alert.life.type)].during(period) : period

/** It is still there, down, and nobody waits for it. */
const notMissed = ({ type, details }: Check, { notMissed }: Language): ((facts: Facts) => Words) | null => {
  if (
    !['CONTAINER_NOT_RUNNING', 'CONTAINER_OOM'].includes(type) ||
    details.kind !== 'container' ||
    details.ending === null
  )
    return null
  return notMissed[details.ending === 'stopped' ? 'stopped' : 'completed']
}

const troubleOf = ({ type, details }: Check): Trouble => {
  const topic = topicOfType(type)
  if (topic === 'health') return 'unhealthy'
  if (topic !== 'container') return topic
  return details.kind === 'container' ? containerTrouble(details.ending) : 'other'
}

const whyOf = ({ type, details }: Check, trouble: Trouble, context: Context): string => {
  if (details.kind === 'crash-loop') return codesOf(details, context.language)
  if (trouble === 'outOfMemory' && details.kind === 'container') return memoryCause(details, context)
  if (details.kind === 'container' && trouble !== 'unhealthy')
    return causeOf(details.container, trouble, context.language)
  if (details.kind === 'channel') return reasonOf(details.reason, context)
  if (details.kind === 'reason') return reasonOf(details.reason, context)
  if (details.kind === 'text') return foreign(details.text)
  if (details.kind === 'service') return failureOf(details, context)
  if (details.kind === 'forecast') return context.language.perHour(`+${context.figures.size(details.bytesPerHour)}`)
  return trouble === 'other' ? typeWords(type) : ''
}

/** `conexão recusada (12 ms)`; of one that did not answer in time, how long that was. */
const failureOf = (
  { failure, timeout, tookMilliseconds }: Extract<Check['details'], { kind: 'service' }>,
  { language, figures }: Context,
): string => {
  const took = failure.reason === 'timeout' ? figures.duration(timeout) : `${tookMilliseconds} ms`
  return `${failureWords(failure, language)} ${bracketed(took)}`
}

/** In whole days, as long as there is one. */
const validity = (left: number, { language, figures }: Context): string =>
  left <= 0 ? language.expired : language.expiresIn(figures.duration(left < day ? left : left - (left % day)))

/** With which code it ended. */
const memoryCause = (
  { container: { end } }: Extract<Check['details'], { kind: 'container' }>,
  { language }: Context,
): string => (end === null || end.exitCode === null ? '' : language.exitCode(end.exitCode))

const measured = ({ details, at }: Check, context: Context): Pick<Facts, 'value' | 'limit'> => {
  const { figures, language } = context
  if (details.kind === 'crash-loop') {
    const { deaths, exitCodes, within } = details
    return { value: language.deaths(deaths, deaths > exitCodes.length ? '' : figures.duration(within)), limit: '' }
  }
  if (details.kind === 'certificate')
    return { value: validity(details.validUntil - at, context), limit: figures.moment(details.validUntil, at) }
  if (details.kind === 'forecast') return { value: figures.moment(details.fullAt, at), limit: '' }
  if (!('percent' in details)) return { value: '', limit: '' }
  const { percent, threshold, clear } = details
  // What is easing has to fall further: its threshold would make the sentence untrue.
  return percent > threshold
    ? { value: figures.percent(percent, threshold), limit: language.limit(figures.percent(threshold)) }
    : { value: figures.percent(percent, clear), limit: language.clearBelow(figures.percent(clear)) }
}

/** The value now, and what it was when it was last told, where that differs. */
const moved = (before: Check, check: Check, context: Context): Partial<Pick<Facts, 'value'>> => {
  const [was, now] = [measured(before, context).value, measured(check, context).value]
  return was === now || was === '' ? {} : { value: `${now}, ${context.language.was(was)}` }
}

/** Who it is about: a container, a disk, a service. */
export const subjectOf = (
  { type, subject, details }: Pick<Check, 'type' | 'subject' | 'details'>,
  { language }: Context,
): Words => {
  const topic = topicOfType(type)
  const isDisk =
    topic === 'disk' || topic === 'inodes' || topic === 'forecast' || (topic === 'blind' && subject.startsWith('/'))
  if (topic === 'channel') return nameOf(language.startup.connections[subject] ?? subject)
  if (details.kind === 'blind' && details.types.includes(extensionType)) return language.extension(nameOf(subject))
  if (!isDisk) return nameOf(subject)
  return [
    'disk' in details && details.disk.seenFrom === 'engine' ? language.engineDisk : language.disk(foreign(subject)),
  ]
}
