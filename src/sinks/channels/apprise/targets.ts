/** Where the targets of a service begin: behind so many parts of the path, or with the first part that has such a beginning. */
type Targets = number | RegExp

/** Of those whose form is sure. */
const services: Readonly<Record<string, Targets>> = {
  mailto: 0,
  mailtos: 0,
  tgram: 0,
  ntfy: 0,
  ntfys: 0,
  matrix: 0,
  matrixs: 0,
  twilio: 0,
  whatsapp: 0,
  signal: 1,
  signals: 1,
  slack: /^(#|@|\+|%23|%40|%2B)/i,
}

/**
 * One URL for each target of an Apprise URL: where one of them fails Apprise says that all have failed, and those that took
 * the message would get it again. One of a service that is not known here stays as it is, and so does e-mail with copies.
 *
 * Source: https://github.com/caronc/apprise/wiki (Notify_email, Notify_telegram, Notify_ntfy…: `{targets}` in the path, `to=`).
 */
export const targetsOf = (url: string): readonly string[] => {
  const [, scheme = '', rest = '', query = ''] = /^([^:]+):\/\/([^?]*)\??(.*)$/s.exec(url) ?? []
  const beginning = services[scheme.toLowerCase()]
  const parameters = query === '' ? [] : query.split('&')
  const others = parameters.filter((one) => !/^to=/i.test(one))
  if (beginning === undefined || others.some((one) => /^b?cc=/i.test(one))) return [url]
  const [authority = '', ...parts] = rest.split('/').filter((part) => part !== '')
  const first = typeof beginning === 'number' ? beginning : parts.findIndex((part) => beginning.test(part))
  const fixed = first < 0 ? parts : parts.slice(0, first)
  const inPath = parts.slice(fixed.length)
  const inQuery = parameters
    .filter((one) => /^to=/i.test(one))
    .flatMap((one) => one.slice('to='.length).split(/,|%2C/i))
    .filter((one) => one !== '')
  if (inPath.length + inQuery.length < 2) return [url]
  const urlOf = (path: readonly string[], more: readonly string[]): string => {
    const all = [...others, ...more].join('&')
    return `${scheme}://${[authority, ...fixed, ...path].join('/')}${all === '' ? '' : `?${all}`}`
  }
  return [...inPath.map((one) => urlOf([one], [])), ...inQuery.map((one) => urlOf([], [`to=${one}`]))]
}
