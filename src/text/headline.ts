import {
  hasEnded,
  isFiring,
  type Alert,
  type EndedAlert,
  type FiringAlert,
  type NoticeAlert,
  type UnstableAlert,
} from '../model/alert.ts'
import type { Check } from '../model/check.ts'
import { causeOf, codesOf, containerTrouble } from './container-trouble.ts'
import { ago, nameOf, reasonOf, since, type Context } from './context.ts'
import { failureWords } from './failure-words.ts'
import { foreign } from './foreign.ts'
import type { Facts, Language, Topic, Trouble } from './language.ts'
import { bracketed, words, type Words } from './words.ts'

const day = 86_400_000

const topics: Readonly<Partial<Record<string, Topic>>> = {
  CPU_CRITICAL: 'cpu',
  RAM_CRITICAL: 'memory',
  DISK_CRITICAL: 'disk',
  INODES_CRITICAL: 'inodes',
  DISK_FORECAST: 'forecast',
  CONTAINER_NOT_RUNNING: 'container',
  CONTAINER_UNHEALTHY: 'health',
  CONTAINER_OOM: 'outOfMemory',
  CONTAINER_CRASH_LOOP: 'crashLoop',
  CONTAINER_RAM: 'containerMemory',
  CONTAINER_CPU: 'containerCpu',
  CONTAINER_NOT_FOUND: 'missing',
  DOCKER_CONNECTION_ERROR: 'engine',
  MONITORING_BLIND: 'blind',
  SERVICE_DOWN: 'service',
  TLS_EXPIRING: 'certificate',
  TLS_CRITICAL: 'certificate',
  NETWORK_DOWN: 'network',
  CHANNEL_DOWN: 'channel',
  OUTBOX_UNSAVED: 'outbox',
}

/** What is so, in one sentence. `place`: one that stands alone calls a container a container, in a list its name does. */
export const headline = (alert: Alert, place: 'alone' | 'list', context: Context): Words =>
  hasEnded(alert)
    ? ended(alert, context)
    : isFiring(alert)
      ? firing(alert, place, context)
      : alert.reason === 'unstable'
        ? unstable(alert, context)
        : notice(alert, place, context)

/** What is wrong now with what changes to and fro. */
export const stateOf = ({ check, startsAt }: UnstableAlert, context: Context): Words =>
  context.language.troubles[troubleOf(check)].firing(factsOf(check, startsAt, 'list', context))

/** The same for one that fires, as of now rather than as of its beginning. */
export const stillSo = (alert: FiringAlert, context: Context): Words =>
  headline({ ...alert, reason: 'reminder' }, 'list', context)

/** What is told, without what is so: `CPU`, `a saúde de *api*`. */
const topicOf = (check: Check, context: Context): Words =>
  context.language.topics[topics[check.type] ?? 'other'](subjectOf(check, context))

const unstable = ({ check, now, instability }: UnstableAlert, context: Context): Words =>
  context.language.unstable({
    subject: topicOf(check, context),
    changes: instability.changes,
    since: since(instability.since, context),
    now,
  })

const notice = ({ check }: NoticeAlert, place: 'alone' | 'list', context: Context): Words => {
  const { language, figures } = context
  const { details } = check
  if (details.kind === 'reboot')
    return language.rebooted(details.awayMilliseconds === null ? '' : figures.duration(details.awayMilliseconds))
  if (check.type === 'OUTBOX_REPLACED' && details.kind === 'text') return language.outboxReplaced(details.text)
  const name = subjectOf(check, context)
  const subject = place === 'alone' && 'container' in check.details ? language.container(name) : name
  return language.notice({ subject, why: whyOf(check, troubleOf(check), context) })
}

const firing = ({ check, reason, startsAt, before }: FiringAlert, place: 'alone' | 'list', context: Context): Words =>
  context.language.troubles[troubleOf(check)][reason === 'firing' ? 'firing' : 'reminder']({
    ...factsOf(check, startsAt, place, context),
    ...(before ? moved(before, check, context) : {}),
  })

const factsOf = (check: Check, startsAt: number, place: 'alone' | 'list', context: Context): Facts => {
  const { language, at } = context
  const why = whyOf(check, troubleOf(check), context)
  const name = subjectOf(check, context)
  const isContainer = topics[check.type] === 'missing' || 'container' in check.details
  return {
    ...measured(check, context),
    subject: isContainer && place === 'alone' ? language.container(name) : name,
    ago: ago(at - startsAt, context),
    why,
    note: bracketed(why),
  }
}

const ended = ({ check, reason, startsAt, endsAt }: EndedAlert, context: Context): Words => {
  const { language, figures } = context
  const topic = topics[check.type] ?? 'other'
  const facts = measured(check, context)
  const why = topic === 'other' && check.details.kind === 'text' ? foreign(check.details.text) : facts.value
  const duration = figures.duration(endsAt - startsAt)
  const end = language.ends[topic]
  const say = reason === 'removed' ? (notMissed(check, language) ?? end.removed) : end.resolved
  const sentence = say({ ...facts, subject: subjectOf(check, context), ago: '', why, note: bracketed(why) })
  return words`${sentence} ${duration === '' ? '' : end.lasted(duration)}`
}

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
  switch (details.kind) {
    case 'cpu':
    case 'memory':
    case 'disk':
    case 'inodes':
    case 'forecast':
    case 'service':
    case 'certificate':
      return details.kind
    case 'container':
      if (type === 'CONTAINER_OOM') return 'outOfMemory'
      return type === 'CONTAINER_UNHEALTHY' ? 'unhealthy' : containerTrouble(details.ending)
    case 'crash-loop':
      return 'crashLoop'
    case 'container-usage':
      return details.measure === 'cpu' ? 'containerCpu' : 'containerMemory'
    case 'text':
    case 'none': {
      const topic = topics[type]
      return topic === 'missing' || topic === 'engine' || topic === 'network' || topic === 'outbox' ? topic : 'other'
    }
    case 'channel':
      return 'channel'
    case 'blind':
      return 'blind'
    case 'reboot':
      return 'other'
  }
}

const whyOf = ({ type, details }: Check, trouble: Trouble, context: Context): string => {
  if (details.kind === 'crash-loop') return codesOf(details, context.language)
  if (trouble === 'outOfMemory' && details.kind === 'container') return memoryCause(details, context)
  if (details.kind === 'container' && trouble !== 'unhealthy')
    return causeOf(details.container, trouble, context.language)
  if (details.kind === 'channel') return reasonOf(details.reason, context)
  if (details.kind === 'text') return reasonOf(details.text, context)
  if (details.kind === 'service') return failureOf(details, context)
  if (details.kind === 'forecast') return context.language.perHour(`+${context.figures.size(details.bytesPerHour)}`)
  return trouble === 'other' ? foreign(type).toLowerCase().replaceAll('_', ' ') : ''
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

/** With which code it ended; or, while it runs, that only a part of it did. */
const memoryCause = (
  { container: { end }, ending }: Extract<Check['details'], { kind: 'container' }>,
  { language }: Context,
): string => {
  if (ending === null) return language.processKilledForMemory
  return end === null || end.exitCode === null ? '' : language.exitCode(end.exitCode)
}

const measured = ({ details, at }: Check, context: Context): Pick<Facts, 'value' | 'limit'> => {
  const { figures, language } = context
  if (details.kind === 'crash-loop') {
    const { deaths, exitCodes, within } = details
    return { value: language.deaths(deaths, deaths > exitCodes.length ? '' : figures.duration(within)), limit: '' }
  }
  if (details.kind === 'certificate')
    return { value: validity(details.validUntil - at, context), limit: figures.moment(details.validUntil, at) }
  if (details.kind === 'forecast') return { value: figures.moment(details.fullAt, at), limit: '' }
  return 'percent' in details
    ? { value: figures.percent(details.percent, details.threshold), limit: figures.percent(details.threshold) }
    : { value: '', limit: '' }
}

/** The value now, and what it was when it was last told, where that differs. */
const moved = (before: Check, check: Check, context: Context): Partial<Pick<Facts, 'value'>> => {
  const [was, now] = [measured(before, context).value, measured(check, context).value]
  return was === now || was === '' ? {} : { value: `${now}, ${context.language.was(was)}` }
}

/** Who it is about: a container, a disk, a service. */
export const subjectOf = ({ type, subject, details }: Check, { language }: Context): Words => {
  const topic = topics[type]
  const isDisk =
    topic === 'disk' || topic === 'inodes' || topic === 'forecast' || (topic === 'blind' && subject.startsWith('/'))
  if (topic === 'channel') return nameOf(language.startup.connections[subject] ?? subject)
  if (!isDisk) return nameOf(subject)
  return [
    'disk' in details && details.disk.seenFrom === 'engine' ? language.engineDisk : language.disk(foreign(subject)),
  ]
}
