import type { Config } from '../../config.ts'
import { english } from '../../text/en.ts'
import { createFigures } from '../../text/figures.ts'
import type { CommandContext } from '../command-context.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** So far off, in milliseconds, times in messages mislead, and servers may refuse what is signed. */
const tolerance = 30_000
const deadline = 5_000

/** Compares the clock with those of the servers that the agent speaks to: the `Date` of an answer (RFC 9110, 6.6.1) is of that second. */
export const lookAtClock = async ({ config, now }: CommandContext): Promise<Finding> => {
  const differences = await Promise.all(serversOf(config).map((server) => differenceOf(server, now)))
  const difference = differences.filter((one) => one !== null).toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]
  if (difference === undefined) return well('clock: no server tells the time, so it is compared with none')
  const { duration } = createFigures(english, config.timeZone)
  if (Math.abs(difference) < tolerance) return well('clock: right')
  return bad(
    `clock: ${duration(Math.abs(difference))} ${difference > 0 ? 'ahead' : 'behind'}`,
    'have the host set it by itself: timedatectl set-ntp true',
  )
}

/** The time zone in which messages tell times. */
export const lookAtTimeZone = ({ config, now }: CommandContext): Finding => {
  const { clock } = createFigures(english, config.timeZone)
  const what = `time zone: ${config.timeZone}, where it is ${clock(now())}`
  return /^(Etc\/)?(UTC|GMT|UCT)$/.test(config.timeZone)
    ? odd(what, 'set TZ, if that is not where you live')
    : well(what)
}

const serversOf = ({ evolution, ntfy, webhook, apprise, heartbeat, telegram, services }: Config): readonly string[] => {
  const urls = [
    evolution?.url,
    ntfy?.url,
    webhook?.url,
    apprise?.url,
    heartbeat?.url,
    ...(heartbeat?.pings ?? []),
    ...(telegram === null ? [] : ['https://api.telegram.org']),
    ...services.map(({ target }) => (target.kind === 'http' ? target.url : null)),
  ]
  return [...new Set(urls.flatMap((url) => (url === null || url === undefined ? [] : [`${new URL(url).origin}/`])))]
}

/** How many milliseconds our clock is ahead; null where the server does not say. */
const differenceOf = async (server: string, now: () => number): Promise<number | null> => {
  try {
    const asked = now()
    const { headers } = await fetch(server, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(deadline),
    })
    const told = Date.parse(headers.get('date') ?? '')
    return Number.isNaN(told) ? null : (asked + now()) / 2 - (told + 500)
  } catch {
    return null
  }
}
