import { map, type Observable } from 'rxjs'
import type { Http } from '../../clients/http.ts'
import type { Config } from '../../config.ts'
import { rootBeside } from '../../sinks/heartbeat/root-beside.ts'
import type { CommandContext } from '../command-context.ts'
import { onlyOf } from '../only-of.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** So far off, in milliseconds, times in messages mislead, and servers may refuse what is signed. */
const tolerance = 30_000
const deadline = 5_000

/** Compares the clock with those of the servers that the agent speaks to: the `Date` of an answer (RFC 9110, 6.6.1) is of that second. */
export const lookAtClock = async ({ config, clients, text, now }: CommandContext): Promise<Finding> => {
  const { clock } = text.words.doctor
  const differences = await Promise.all(
    serversOf(config).map((server) =>
      onlyOf(differenceOf(server, clients.http, now), { within: deadline, otherwise: null }),
    ),
  )
  const difference = differences.filter((one) => one !== null).toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]
  if (difference === undefined) return well(clock.notCompared)
  if (Math.abs(difference) < tolerance) return well(clock.right)
  return bad(clock.off(text.figures.duration(Math.abs(difference)), difference > 0))
}

/** The time zone in which messages tell times. */
export const lookAtTimeZone = ({ config, text, now }: CommandContext): Finding => {
  const { zone, zoneAdvice } = text.words.doctor.clock
  const what = zone(config.timeZone, text.figures.clock(now()))
  return /^(Etc\/)?(UTC|GMT|UCT)$/.test(config.timeZone) ? odd({ what, advice: zoneAdvice }) : well(what)
}

const serversOf = ({ evolution, ntfy, webhook, apprise, heartbeat, telegram, services }: Config): readonly string[] => {
  const urls = [
    evolution?.url,
    ntfy?.url,
    webhook?.url,
    apprise?.url,
    heartbeat?.url,
    ...(heartbeat?.pings ?? []).flatMap(rootBeside),
    ...(telegram === null ? [] : ['https://api.telegram.org']),
    ...services.map(({ target }) => (target.kind === 'http' ? target.url : null)),
  ]
  return [...new Set(urls.flatMap((url) => (url === null || url === undefined ? [] : [`${new URL(url).origin}/`])))]
}

/** How many milliseconds our clock is ahead; null where the server does not say. */
const differenceOf = (server: string, http: Http, now: () => number): Observable<number | null> => {
  const asked = now()
  return http({ method: 'HEAD', url: server, timeLimit: deadline }).pipe(
    map((answer) =>
      answer.kind === 'unanswered' || answer.date === null ? null : (asked + now()) / 2 - (answer.date + 500),
    ),
  )
}
