import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCgroup } from '../../../src/sources/containers/usage/cgroup-location.ts'

const megabyte = 1024 ** 2

/** The most that a container's control group used while something was done, in MB of 1024²: what its limit counts. */
export const highestUsage = async (
  { id, pid }: { id: string; pid: number },
  action: () => Promise<unknown>,
): Promise<number> => {
  const group = findCgroup('/', pid, id)
  if (group === null) throw new Error('the container has no control group')
  const file = join(group.memory, group.version === 1 ? 'memory.usage_in_bytes' : 'memory.current')
  let highest = 0
  const watching = setInterval(() => (highest = Math.max(highest, Number(readFileSync(file, 'utf8')))), 2)
  await action()
  clearInterval(watching)
  return highest / megabyte
}
