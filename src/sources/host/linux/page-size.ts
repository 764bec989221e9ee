import { readFileSync } from 'node:fs'
import { endianness } from 'node:os'

const usualPageSize = 4096
const pageSizeKey = 6n // AT_PAGESZ of getauxval(3)

/** Bytes of a page of memory, from what the kernel hands to each process (proc_pid_auxv(5)); else the usual. */
export const parsePageSize = (auxiliaryVector: Buffer): number => {
  const read = (offset: number): bigint =>
    endianness() === 'LE' ? auxiliaryVector.readBigUInt64LE(offset) : auxiliaryVector.readBigUInt64BE(offset)
  for (let offset = 0; offset + 16 <= auxiliaryVector.length; offset += 16) {
    if (read(offset) === pageSizeKey) return Number(read(offset + 8))
  }
  return usualPageSize
}

/** The same of this machine. */
export const readPageSize = (): number => {
  try {
    return parsePageSize(readFileSync('/proc/self/auxv'))
  } catch {
    return usualPageSize
  }
}
