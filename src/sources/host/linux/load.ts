import { ReasonedError } from '../../../reasoned-error.ts'

/**
 * Reads /proc/loadavg (proc_loadavg(5)): the means over 1, 5 and 15 minutes.
 *
 * @throws Error where one is missing
 */
export const parseLoad = (text: string): readonly [number, number, number] => {
  const [one, five, fifteen] = text.split(' ').slice(0, 3).map(Number.parseFloat)
  if (one === undefined || five === undefined || fifteen === undefined || Number.isNaN(one + five + fifteen)) {
    throw new ReasonedError({ code: 'notInFile', path: '/proc/loadavg' })
  }
  return [one, five, fifteen]
}
