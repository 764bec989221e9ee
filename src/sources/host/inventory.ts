import { cpus, platform, release, totalmem, type } from 'node:os'
import { catchError, defer, forkJoin, map, of, timeout, type Observable } from 'rxjs'
import si from 'systeminformation'
import type { Inventory } from '../../model/notification.ts'
import { readOperatingSystem } from './linux/operating-system.ts'

// systeminformation runs commands of the system, which may hang.
const patience = 3_000

/**
 * Tells what the host is. Emits once within 3 s and never an error: what cannot be found out in time has the plainest
 * answer that is true.
 */
export const readInventory = ({ hostRoot }: { readonly hostRoot: string }): Observable<Inventory> =>
  forkJoin({
    operatingSystem: orElse(
      type(),
      platform() === 'linux' ? () => of(readOperatingSystem(hostRoot)) : askOperatingSystem,
    ),
    virtualization: orElse(null, askVirtualization),
  }).pipe(map((asked) => ({ ...asked, ...readHardware() })))

const readHardware = () => {
  const processors = cpus()
  return {
    kernel: release(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
  }
}

const askOperatingSystem = (): Observable<string> =>
  defer(() => si.osInfo()).pipe(map(({ distro, release: version }) => `${distro} ${version}`))

const askVirtualization = (): Observable<string | null> =>
  defer(() => si.system()).pipe(map(({ virtualHost }) => virtualHost?.toLowerCase() ?? null))

const orElse = <T>(fallback: T, ask: () => Observable<T | null>): Observable<T> =>
  defer(ask).pipe(
    timeout(patience),
    map((answer) => answer ?? fallback),
    catchError(() => of(fallback)),
  )
