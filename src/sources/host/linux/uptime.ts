import { ReasonedError } from '../../../reasoned-error.ts'

/**
 * Reads /proc/uptime (proc_uptime(5)): seconds since boot, with two decimals.
 *
 * @throws Error where there is none
 */
export const parseUptime = (text: string): number => {
  const seconds = Number.parseFloat(text)
  if (Number.isNaN(seconds)) throw new ReasonedError({ code: 'notInFile', path: '/proc/uptime' })
  return seconds
}
