import { catchError, map, of } from 'rxjs'
import { createHostSource } from '../../sources/host/index.ts'
import type { HostReading } from '../../model/reading.ts'
import type { Reason } from '../../model/reason.ts'
import { reasonOfError } from '../../reasoned-error.ts'
import type { CommandText } from '../../text/command-words.ts'
import type { CommandContext } from '../command-context.ts'
import { onlyOf } from '../only-of.ts'
import { bad, well, type Finding } from './finding.ts'

const deadline = 10_000

/** Whether the host is seen: and it, not the container of the agent. */
export const lookAtHost = async (
  { config, logs, text }: CommandContext,
  inContainer: boolean,
): Promise<readonly Finding[]> => {
  const { hostRoot, disks } = config
  const { host } = text.words.doctor
  if (inContainer && hostRoot === '/') return [bad(host.notMounted)]
  const blind = (reason: Reason): readonly Finding[] => [bad(host.unseen(text.reason(reason)))]
  const source$ = createHostSource({ interval: deadline, hostRoot, disks, log: logs('host') })
  const findings$ = source$.pipe(
    map((reading) => seen(reading, text)),
    catchError((error: unknown) => of(blind(reasonOfError(error)))),
  )
  const within = deadline + 5_000
  return onlyOf(findings$, { within, otherwise: blind({ code: 'noAnswer', seconds: within / 1_000 }) })
}

const seen = ({ cpu, memory, disks }: HostReading, { words, figures }: CommandText): readonly Finding[] => {
  const { host } = words.doctor
  const percent = (value: number): string => figures.percent(Math.round(value))
  return [
    well(host.seen(percent(cpu.percent), percent(memory.percent))),
    ...disks.map((disk) =>
      'percent' in disk ? well(host.disk(disk.mount, percent(disk.percent))) : bad(host.silentDisk(disk.mount)),
    ),
  ]
}
