import type { Container } from '../../model/reading.ts'

type State = Container['state']

/** Docker's words, and Podman's for the same. */
const states: Readonly<Record<string, State>> = {
  created: 'created',
  configured: 'created',
  initialized: 'created',
  running: 'running',
  stopping: 'running',
  paused: 'paused',
  restarting: 'restarting',
  removing: 'removing',
  exited: 'exited',
  stopped: 'exited',
  dead: 'dead',
}

/** A word that nobody knows says nothing: `created`, which is never trouble by itself. */
export const parseState = (word: string): State => states[word.toLowerCase()] ?? 'created'

/** Whether its main process has ended. */
export const hasEnded = (state: State): boolean => state === 'exited' || state === 'restarting' || state === 'dead'

/** Health is a running container's: of any other it is left over. */
export const parseHealth = (word: string | undefined, state: State): Container['health'] =>
  state === 'running' && (word === 'starting' || word === 'healthy' || word === 'unhealthy') ? word : 'none'
