import { catchError, map, of } from 'rxjs'
import { createHostSource } from '../../sources/host/index.ts'
import type { HostReading } from '../../model/reading.ts'
import type { CommandContext } from '../command-context.ts'
import { onlyOf } from '../only-of.ts'
import { bad, well, type Finding } from './finding.ts'

const deadline = 10_000

/** Whether the host is seen: and it, not the container of the agent. */
export const lookAtHost = async (
  { config, logs }: CommandContext,
  inContainer: boolean,
): Promise<readonly Finding[]> => {
  const { hostRoot, disks } = config
  if (inContainer && hostRoot === '/')
    return [
      bad(
        'host: its / is not mounted, so the disks are those of the container',
        'mount it (-v /:/host:ro) and set HOST_ROOT=/host',
      ),
    ]
  const source$ = createHostSource({ interval: deadline, hostRoot, disks, log: logs('host') })
  const findings$ = source$.pipe(
    map(seen),
    catchError((error: unknown) => of([blind(error instanceof Error ? error.message : 'it cannot be read')])),
  )
  return onlyOf(findings$, { within: deadline + 5_000, otherwise: [blind('no answer in 15 s')] })
}

const blind = (reason: string): Finding =>
  bad(`host: ${reason}`, 'look at HOST_ROOT, and whether / of the host is mounted there')

const seen = ({ cpu, memory, disks }: HostReading): readonly Finding[] => [
  well(`host: CPU ${Math.round(cpu.percent)}%, memory ${Math.round(memory.percent)}%`),
  ...disks.map((disk) =>
    'percent' in disk
      ? well(`disk ${disk.mount}: ${Math.round(disk.percent)}% used`)
      : bad(`disk ${disk.mount}: it does not answer`, 'see whether its server is there, or name it in DISK_IGNORE'),
  ),
]
