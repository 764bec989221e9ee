import { startEvolution } from '../../test/support/evolution-server.ts'

/** Runs in a process of its own: tells its parent where it listens, and then the text of each message it accepts. */
const server = await startEvolution({ accepted: ({ text }) => process.send?.(text) })
process.send?.(server.url)
