import { day, minute } from '../support/samples.ts'
import { clockOf, type Run } from './engine.ts'
import { afterQuiet, clockLook } from './documented.ts'

/** Quiet hours that last; `until` by the wall clock, in milliseconds since the epoch. */
export interface Night {
  readonly id: string
  readonly until: number
}

/** The quiet hours at a time of the history, by the wall clock there; null where it is not quiet. */
export const nightsOf = ({ wishes: { quiet }, clock, lifetimes }: Run): ((time: number) => Night | null) => {
  const offsetAt = clockOf(clock)
  const isQuiet = (wall: number): boolean => {
    const minutes = Math.floor((wall % day) / minute)
    return quiet.some(({ from, to }) => (from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to))
  }
  const nightAt = (wall: number): Night | null => {
    if (!isQuiet(wall)) return null
    let from = wall - (wall % minute)
    let until = from + minute
    while (isQuiet(from - minute)) from -= minute
    while (isQuiet(until)) until += minute
    return { id: new Date(from).toISOString().slice(0, 16).replace('T', ' '), until }
  }
  const lookAt = (look: number): Night | null => nightAt(look + offsetAt(look))
  return (time) => {
    const start = lifetimes.findLast(({ from }) => from <= time)?.from ?? 0
    // The clock is looked at with each of its minutes.
    const look = Math.max(start, time - (time % clockLook))
    const now = lookAt(look)
    if (now !== null || look === start || time - look >= afterQuiet) return now
    return lookAt(Math.max(start, look - clockLook))
  }
}
