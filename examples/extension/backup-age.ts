import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { asyncScheduler, defer, map, type OperatorFunction } from 'rxjs'
import { check, poll, type Check, type Extension } from 'vigilo'

const limit = 26

/** Judges the age of the newest backup in hours: null where there is none. */
export const judge: OperatorFunction<number | null, Check> = map((hours) =>
  check({
    type: 'BACKUP_OLD',
    subject: 'backup',
    status: hours === null || hours > limit ? 'critical' : 'ok',
    text: hours === null ? 'there is none' : `the newest is ${Math.floor(hours)} h old`,
  }),
)

/** A file that vanishes while it is looked at is skipped. */
const newestAge = async (path: string): Promise<number | null> => {
  const files = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile())
  const stats = await Promise.allSettled(files.map(({ name }) => stat(join(path, name))))
  const times = stats.flatMap((result) => (result.status === 'fulfilled' ? [result.value.mtimeMs] : []))
  return times.length === 0 ? null : (asyncScheduler.now() - Math.max(...times)) / 3_600_000
}

/** The newest file in the host's `EXTENSION_BACKUP_FOLDER` must not be older than `limit` hours. It looks every minute. */
export default ((_readings$, { settings, hostFile }) => {
  const path = hostFile(settings['EXTENSION_BACKUP_FOLDER'] ?? '/var/backups')
  return poll({ interval: 60_000, read: () => defer(() => newestAge(path)) }).pipe(judge)
}) satisfies Extension
