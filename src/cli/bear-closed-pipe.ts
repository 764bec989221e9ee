/** Whoever read what is written may be gone, as after `| head -1`: that is no fault, and what was begun is finished. */
export const bearClosedPipe = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
}
