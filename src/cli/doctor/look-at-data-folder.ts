import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { openDatabase } from '../../sinks/outbox/database.ts'
import { holderOf } from '../../sinks/outbox/lock.ts'
import { storageReason } from '../../sinks/outbox/storage-reason.ts'
import { createStore } from '../../sinks/outbox/store.ts'
import { english } from '../../text/en.ts'
import { createFigures } from '../../text/figures.ts'
import type { CommandContext } from '../command-context.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** Bytes: room for a full outbox and its log. */
const roomNeeded = 50 * 1024 * 1024

/** Whether what waits is kept, and outlives the container. */
export const lookAtDataFolder = (context: CommandContext, inContainer: boolean): readonly Finding[] => {
  const folder = resolve(context.config.dataDir)
  const fault = writeFault(folder)
  if (fault !== null)
    return [bad(`data folder ${folder}: ${fault}`, 'make room there, or give it to the user of the agent (chown)')]
  return [
    inContainer ? volumeOf(folder) : well(`data folder ${folder}: can be written`),
    roomIn(folder, context),
    waitingIn(folder, context),
    agentOf(folder),
  ]
}

/** Writes a file to the disk itself, and takes it away. */
const writeFault = (folder: string): string | null => {
  const path = join(folder, `doctor-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true })
    const file = openSync(path, 'w')
    try {
      writeSync(file, Buffer.alloc(4096))
      fsyncSync(file)
    } finally {
      closeSync(file)
      rmSync(path)
    }
    return null
  } catch (error) {
    return storageReason(error)
  }
}

/** As in proc_pid_mountinfo(5): the fifth field is the mount point, the first after the hyphen the type. */
const volumeOf = (folder: string): Finding => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => ({ point: line.split(' ')[4] ?? '', type: line.split(' - ')[1]?.split(' ')[0] ?? '' }))
  const mount = mounts
    .filter(({ point }) => point !== '' && point !== '/' && `${folder}/`.startsWith(`${point}/`))
    .toSorted((a, b) => b.point.length - a.point.length)[0]
  const advice = `mount a volume there, as in: -v vigilo-data:${folder}`
  if (mount === undefined)
    return bad(`data folder ${folder}: it goes when the container is replaced, with what waits`, advice)
  if (mount.type === 'tmpfs') return bad(`data folder ${folder}: it is in memory, and goes with the container`, advice)
  return well(`data folder ${folder}: a volume, and can be written`)
}

const roomIn = (folder: string, { config }: CommandContext): Finding => {
  const { bavail, bsize } = statfsSync(folder)
  const { size } = createFigures(english, config.timeZone)
  const what = `room in the data folder: ${size(bavail * bsize)}`
  return bavail * bsize < roomNeeded
    ? bad(what, 'make room: when it is full, messages are kept in memory only')
    : well(what)
}

const waitingIn = (folder: string, { config, now }: CommandContext): Finding => {
  const path = join(folder, 'vigilo.db')
  if (!existsSync(path)) return well('outbox: none yet')
  try {
    const database = openDatabase(path)
    const { queued, oldestQueuedAt, refused } = createStore(database).statistics()
    database.close()
    const { duration } = createFigures(english, config.timeZone)
    const age = oldestQueuedAt === null ? '' : `, the oldest for ${duration(now() - oldestQueuedAt) || 'less than 1 s'}`
    const what = `outbox: waiting ${queued}${age}, refused ${refused}`
    return refused > 0 ? odd(what, 'the command outbox says why') : well(what)
  } catch (error) {
    return bad(
      `outbox: ${storageReason(error)}`,
      'start the agent: it moves a corrupt one aside, and takes along what can be read',
    )
  }
}

const agentOf = (folder: string): Finding => {
  const holder = holderOf(folder)
  return holder === null ? odd('agent: none runs with this data folder', 'start it') : well(`agent: it runs: ${holder}`)
}
