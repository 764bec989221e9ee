import { concat, concatMap, filter, map, mergeMap, of, pairwise, scan, timer } from 'rxjs'
import { check, type Extension } from 'vigilo'

const limit = 3
const minutes = 10

/** More than `limit` containers of this host restarted within `minutes`. */
export default ((readings$) =>
  readings$.pipe(
    filter((reading) => reading.kind === 'containers'),
    pairwise(),
    concatMap(([{ containers: before }, { containers }]) =>
      containers.filter(({ name, startedAt }) =>
        before.some((one) => one.name === name && (one.startedAt ?? Infinity) < (startedAt ?? 0)),
      ),
    ),
    mergeMap(({ name }) => concat(of(name), timer(minutes * 60_000).pipe(map(() => null)))),
    scan((recent: string[], name) => (name === null ? recent.slice(1) : [...recent, name]), []),
    map((recent) => {
      const names = [...new Set(recent)]
      const text = `${names.length} containers in ${minutes} min: ${names.join(', ')}`
      return check({ type: 'RESTARTS', subject: 'restarts', status: names.length > limit ? 'critical' : 'ok', text })
    }),
  )) satisfies Extension
