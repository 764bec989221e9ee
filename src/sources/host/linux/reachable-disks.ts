import { posix } from 'node:path'
import type { Mount } from './mount-table.ts'
import type { DiskTarget } from './select-disks.ts'

interface View {
  readonly hostRoot: string
  /** What the host has mounted. */
  readonly hostMounts: readonly Mount[]
  /** What this process has mounted: the host's file systems stand below `hostRoot`. */
  readonly ownMounts: readonly Mount[]
}

/**
 * Marks what is mounted on the host and not below `hostRoot`, as a disk that was mounted after the container started:
 * its path leads to another file system, whose figures would be taken for its own.
 */
export const reachableDisks = (targets: readonly DiskTarget[], view: View): readonly DiskTarget[] => {
  const { hostRoot, hostMounts, ownMounts } = view
  const hostDevices = devicesByMount(hostMounts)
  const ownDevices = devicesByMount(ownMounts)
  // A folder that only looks like a host's, as in a test, has no mounts at all.
  if (!ownMounts.some(({ mountPoint }) => isWithin(mountPoint, hostRoot))) return targets
  return targets.map((target) => {
    // The dot takes away the slash that would stay behind the root itself.
    const path = posix.join(hostRoot, target.mount, '.')
    return 'unavailable' in target || hostDevices.get(target.mount) === ownDevices.get(path)
      ? target
      : { mount: target.mount, unavailable: { code: 'notVisible', below: hostRoot } }
  })
}

const devicesByMount = (mounts: readonly Mount[]): ReadonlyMap<string, string> =>
  new Map(mounts.map(({ mountPoint, device }) => [mountPoint, device]))

const isWithin = (path: string, folder: string): boolean => !posix.relative(folder, path).startsWith('..')
