/** Reads the answer of `GET /containers/{id}/logs`: the last `count` lines, without the empty ones. */
export const parseLogLines = (log: Buffer, count: number): readonly string[] =>
  (demultiplex(log) ?? log)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)

const headerLength = 8

/**
 * Takes stdout and stderr out of their frames, in order: a byte for the stream, three zeros, four bytes of length
 * (Docker Engine API, "Stream format" of the attach endpoint). Null where it is no frames: a TTY's log is sent as it is.
 */
const demultiplex = (log: Buffer): Buffer | null => {
  const payloads: Buffer[] = []
  for (let start = 0; start < log.length;) {
    const end = start + headerLength
    if (end > log.length || log.readUInt32BE(start) >> 24 > 2 || (log.readUInt32BE(start) & 0xffffff) !== 0) return null
    const next = end + log.readUInt32BE(end - 4)
    payloads.push(log.subarray(end, next))
    start = next
  }
  return Buffer.concat(payloads)
}
