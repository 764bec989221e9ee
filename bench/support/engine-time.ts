import { filter, firstValueFrom, map, switchMap, tap } from 'rxjs'
import { createEngine } from '../../src/sources/containers/engine.ts'
import { silentLogs } from '../../test/support/captured-log.ts'
import { clients } from '../../test/support/clients.ts'
import { mainPid } from './containers.ts'

const host = 'unix:///var/run/docker.sock'

/**
 * Seconds from `kill -9` of a container's main process until the engine has told of its death, and until it has given
 * the last lines of its log: it cleans up behind the container first. No message that shows them can come sooner.
 */
export const engineTimeOf = async (name: string): Promise<{ readonly told: number; readonly answered: number }> => {
  const engine = createEngine({ host, hostRoot: '/', connect: clients.connect, log: silentLogs('docker') })
  const pid = await mainPid(name)
  let killedAt = NaN
  let told = NaN
  const since = (): number => (performance.now() - killedAt) / 1_000
  return firstValueFrom(
    engine.events().pipe(
      tap(() => {
        killedAt = performance.now()
        process.kill(pid, 'SIGKILL')
      }),
      switchMap((events$) => events$),
      filter((event) => event.action === 'die' && event.name === name),
      tap(() => (told = since())),
      switchMap(({ id }) => engine.logLines(id, 3)),
      map(() => ({ told, answered: since() })),
    ),
    { defaultValue: { told: NaN, answered: NaN } },
  )
}
