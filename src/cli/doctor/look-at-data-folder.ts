import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { asyncScheduler } from 'rxjs'
import { isOpenToOthers, isSharedFolder, makePrivateFolder } from '../../private-files.ts'
import { holderOf } from '../../sinks/outbox/lock.ts'
import { storageReason } from '../../sinks/outbox/storage-reason.ts'
import type { Reason } from '../../model/reason.ts'
import type { CommandText } from '../../text/command-words.ts'
import type { DoctorWords } from '../../text/doctor-words.ts'
import type { CommandContext } from '../command-context.ts'
import { bad, odd, well, type Finding } from './finding.ts'
import { lookAtOutbox } from './look-at-outbox.ts'
import { sharedFileSystem } from './shared-file-system.ts'

/** Bytes: room for a full outbox and its log. */
const roomNeeded = 50 * 1024 * 1024

/** Whether what waits is kept, and outlives the container. */
export const lookAtDataFolder = (context: CommandContext, inContainer: boolean): readonly Finding[] => {
  const folder = resolve(context.config.dataDir)
  const { text } = context
  const words = text.words.doctor.folder
  const fault = writeFault(folder)
  if (fault !== null) return [bad(words.fault(folder, text.reason(fault)))]
  return [
    inContainer ? volumeOf(folder, words) : well(words.canBeWritten(folder)),
    ...(isOpenToOthers(folder) && !isSharedFolder(folder) ? [odd(words.isOpenToOthers(folder))] : []),
    ...fileSystemOf(folder, statfsSync(folder).type, words),
    roomIn(folder, text),
    ...lookAtOutbox(folder, context),
    agentOf(folder, text),
  ]
}

/** Writes a file to the disk itself, and takes it away. */
const writeFault = (folder: string): Reason | null => {
  const path = join(folder, `doctor-${process.pid}`)
  try {
    makePrivateFolder(folder)
    const file = openSync(path, 'w', 0o600)
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
const volumeOf = (folder: string, words: DoctorWords['folder']): Finding => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => ({ point: line.split(' ')[4] ?? '', type: line.split(' - ')[1]?.split(' ')[0] ?? '' }))
  const mount = mounts
    .filter(({ point }) => point !== '' && point !== '/' && `${folder}/`.startsWith(`${point}/`))
    .toSorted((a, b) => b.point.length - a.point.length)[0]
  if (mount === undefined) return bad(words.isLost(folder))
  return mount.type === 'tmpfs' ? bad(words.isInMemory(folder)) : well(words.isVolume(folder))
}

/** @param type  as statfs(2) has it */
export const fileSystemOf = (folder: string, type: number, words: DoctorWords['folder']): readonly Finding[] => {
  const name = sharedFileSystem(type)
  return name === null ? [] : [odd(words.isShared(folder, name))]
}

const roomIn = (folder: string, { words, figures }: CommandText): Finding => {
  const { room, makeRoom } = words.doctor.folder
  const { bavail, bsize } = statfsSync(folder)
  const what = room(figures.size(bavail * bsize))
  return bavail * bsize < roomNeeded ? bad({ what, advice: makeRoom }) : well(what)
}

const agentOf = (folder: string, { words, figures }: CommandText): Finding => {
  const holder = holderOf(folder)
  const { agent } = words.doctor
  if (holder === null) return odd(agent.none)
  if (holder === 'unknown') return well(agent.runs(null))
  return well(agent.runs({ ...holder, since: figures.moment(Date.parse(holder.since), asyncScheduler.now()) }))
}
