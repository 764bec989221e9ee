import type { Container } from '../../model/reading.ts'
import { parseHealth, parseState } from './container-state.ts'
import { parseLabels } from './labels.ts'

/** One container in the engine's list. */
export interface Listed extends Pick<Container, 'compose' | 'service' | 'labels'> {
  readonly id: string
  readonly name: string
  readonly image: string
  readonly state: Container['state']
  /** Null where the list does not say. */
  readonly health: Container['health'] | null
  readonly exitCode: number | null
}

/** What is read of an element of `GET /containers/json`. */
export interface ListedJson {
  readonly Id: string
  readonly Names: readonly string[] | null
  readonly Image: string
  readonly State: string
  /** For people, as in `Up 2 hours (healthy)` or `Exited (137) 5 minutes ago`. */
  readonly Status: string
  readonly Labels: Readonly<Record<string, string>> | null
}

export const parseListed = ({ Id, Names, Image, State, Status, Labels }: ListedJson): Listed => {
  const state = parseState(State)
  const health = /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(Status)?.[1]
  const exitCode = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(Status)?.[1]
  return {
    id: Id,
    // Links add names such as /other/alias: a container's own has one slash.
    name: (Names?.find((name) => name.lastIndexOf('/') === 0) ?? Names?.[0] ?? Id.slice(0, 12)).replace(/^\//, ''),
    image: Image,
    state,
    health: health === undefined ? null : parseHealth(health, state),
    exitCode: exitCode === undefined ? null : Number(exitCode),
    ...parseLabels(Labels),
  }
}
