/** `Mar 10 03:12` as it is said after a preposition: `03:12 on Mar 10`. */
export const clockFirst = (moment: string): string =>
  moment.replace(/([A-Z][a-z]{2} \d+(?:, \d{4})?) (\d\d:\d\d)/g, '$2 on $1')

/** `at 03:12`, `at 03:12 on Mar 10` */
export const atTime = (moment: string): string => `at ${clockFirst(moment)}`

/** `from 01:35 to 20:42`, `from 01:35 to 20:42 on Mar 10`, `from Mar 9 01:35 to 20:42` */
export const fromTo = (begin: string, end: string): string => {
  const day = begin.slice(0, -'01:35'.length)
  return day !== '' && end.startsWith(day)
    ? `from ${begin.slice(day.length)} to ${clockFirst(end)}`
    : `from ${begin} to ${end}`
}
