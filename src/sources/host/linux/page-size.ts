import { readFileSync } from 'node:fs'
import { endianness } from 'node:os'

const pageSizeKey = 6n // AT_PAGESZ of getauxval(3)

/** Bytes of a page of memory, from what the kernel hands to each process (proc_pid_auxv(5)); 4096 where it does not. */
export const parsePageSize = (auxiliaryVector: Buffer): number => {
  const read = (offset: number): bigint =>
    endianness() === 'LE' ? auxiliaryVector.readBigUInt64LE(offset) : auxiliaryVector.readBigUInt64BE(offset)
  for (let offset = 0; offset + 16 <= auxiliaryVector.length; offset += 16) {
    if (read(offset) === pageSizeKey) return Number(read(offset + 8))
  }
  return 4096
}

export const readPageSize = (): number => parsePageSize(readFileSync('/proc/self/auxv'))
