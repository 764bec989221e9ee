import { crashToMessage } from './crash-to-message.ts'
import { checks } from './checks.ts'
import { costOfWatching } from './cost-of-watching.ts'
import { fingerprints } from './fingerprints.ts'
import type { Bench } from './support/bench.ts'
import { outbox } from './outbox.ts'
import { throughput } from './throughput.ts'

const benches: Readonly<Record<string, Bench>> = {
  throughput,
  checks,
  fingerprints,
  outbox,
  costOfWatching,
  crashToMessage,
}

// Whatever was started is ended and removed on Ctrl-C too: what waits is aborted, and cleans up behind itself.
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())
process.once('SIGTERM', () => interrupted.abort())

const given = process.argv.slice(2)
const long = given.includes('--long')
const named = given.filter((name) => name !== '--long')
const unknown = named.filter((name) => !(name in benches))

if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exitCode = 64
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (named.length > 0 && !named.includes(name)) continue
    console.log(`\n${name}`)
    try {
      await bench({ long, signal: interrupted.signal })
    } catch (error) {
      console.error(interrupted.signal.aborted ? 'interrupted' : error)
      process.exitCode = 1
      if (interrupted.signal.aborted) break
    }
  }
}
