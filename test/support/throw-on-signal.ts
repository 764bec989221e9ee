import { timer } from 'rxjs'

/** Preloaded into the agent: its errors that nobody catches, each at a signal. */
const fail = (): never => {
  throw new Error(`of the test, with the key ${process.env.EVOLUTION_TOKEN ?? 'that is not set'}`)
}

process.on('SIGUSR2', fail)
process.on('SIGHUP', () => void Promise.resolve().then(fail))
process.on('SIGWINCH', () => timer(0).subscribe({ next: fail, error: fail }))
