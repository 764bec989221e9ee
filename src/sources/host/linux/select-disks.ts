import type { Reason } from '../../../model/reason.ts'
import { posix } from 'node:path'
import type { Mount } from './mount-table.ts'

/** Which mounts the owner wants read besides the real file systems (paths), and which not (paths or globs). */
export interface DiskChoice {
  readonly mounts: readonly string[]
  readonly ignore: readonly string[]
}

/** A file system to be read, or why it cannot be. */
export type DiskTarget = { readonly mount: string } | { readonly mount: string; readonly unavailable: Reason }

const realTypes = new Set(
  'bcachefs btrfs exfat ext2 ext3 ext4 f2fs hfsplus jfs msdos nilfs2 ntfs ntfs3 reiserfs simfs vfat xfs zfs'.split(' '),
)

const layeredTypes = new Set(['aufs', 'fuse.fuse-overlayfs', 'overlay'])

/** Whether `/` is made of an image's layers: then this is a container's view, and not the host's. */
export const isContainerRoot = (mounts: readonly Mount[]): boolean =>
  mounts.some(({ mountPoint, type }) => mountPoint === '/' && layeredTypes.has(type))

/**
 * The file systems worth reading, local ones first: each device once, under its shortest path, and whatever is named.
 * A name wins over a glob that ignores it. In a container `/` stands for all local ones.
 */
export const selectDisks = (mounts: readonly Mount[], { mounts: names, ignore }: DiskChoice): readonly DiskTarget[] => {
  const candidates = isContainerRoot(mounts)
    ? mounts.filter(({ mountPoint }) => mountPoint === '/')
    : mounts.filter(({ type }) => realTypes.has(type))
  const local = oncePerDevice(candidates)
    .map(({ mountPoint }) => mountPoint)
    .filter((mount) => !ignore.some((glob) => posix.matchesGlob(mount, glob)))
  const named = names.filter((mount) => !local.includes(mount))
  const isMounted = (mount: string): boolean => mounts.some(({ mountPoint }) => mountPoint === mount)
  return [
    ...local.map((mount) => ({ mount })),
    ...named.map((mount) => (isMounted(mount) ? { mount } : { mount, unavailable: { code: 'notMounted' } as const })),
  ]
}

const oncePerDevice = (mounts: readonly Mount[]): readonly Mount[] => {
  const shortestFirst = mounts.toSorted((a, b) => a.mountPoint.length - b.mountPoint.length)
  return [...Map.groupBy(shortestFirst, spaceOf).values()].flatMap((sameSpace) => sameSpace.slice(0, 1))
}

// Each data set of a ZFS pool is a device of its own, but they share the pool's space.
const spaceOf = ({ type, source, device }: Mount): string => (type === 'zfs' ? source.replace(/\/.*/, '') : device)
