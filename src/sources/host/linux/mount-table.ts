import { posix } from 'node:path'

/** One line of a mount table. */
export interface Mount {
  /** `major:minor`: the same for all mounts of one file system. */
  readonly device: string
  readonly mountPoint: string
  readonly type: string
  /** As in `/dev/sda1`, `server:/export`, `pool/data set`. */
  readonly source: string
}

/** Reads /proc/PID/mountinfo (proc_pid_mountinfo(5)). Of mounts on the same point only the last can be seen. */
export const parseMountTable = (text: string): readonly Mount[] => {
  const mounts = text.split('\n').flatMap((line): Mount[] => {
    const [place = '', fileSystem = ''] = line.split(' - ')
    const [, , device, , mountPoint] = place.split(' ')
    const [type, source] = fileSystem.split(' ')
    return device === undefined || mountPoint === undefined || type === undefined || source === undefined
      ? []
      : [{ device, mountPoint: unescape(mountPoint), type, source: unescape(source) }]
  })
  return [...new Map(mounts.map((mount) => [mount.mountPoint, mount])).values()]
}

// The kernel writes space, tab, newline and backslash as octal codes.
const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** The host's mount table. Through a mount, `self` is nobody: there the first process stands for the host. */
export const mountTablePath = (hostRoot: string): string =>
  posix.join(hostRoot, 'proc', hostRoot === '/' ? 'self' : '1', 'mountinfo')
