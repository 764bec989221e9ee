import { isEnd, isOpenAlert } from '../../src/model/alert.ts'
import { hasEnded, isTrouble } from '../../src/model/life.ts'
import { minute, second } from '../support/samples.ts'
import { longestHold } from './documented.ts'
import { fault } from './due.ts'
import type { Run } from './engine.ts'
import type { Oracle } from './oracle.ts'
import { Track } from './track.ts'
import type { Sight } from './world.ts'

/** Something that is so has been seen, and has held: the longest hold, and the looks after a change. */
const settlesWithin = longestHold + 30 * second

type Sights = ReadonlyMap<string, Track<Sight>>

const sightsOf = ({ world }: Run): Sights => {
  const tracks = new Map<string, Track<Sight>>()
  for (const { at, sights } of world)
    for (const [fingerprint, sight] of sights) {
      const track = tracks.get(fingerprint) ?? new Track(sight)
      if (track.at(at) !== sight) track.set(at, sight)
      tracks.set(fingerprint, track)
    }
  return tracks
}

/** What is so is a life within its hold time, and what is not so any more has ended; what went to and fro settles. */
export const whatIsSoIsALife = (run: Run, oracle: Oracle): void => {
  const sights = sightsOf(run)
  const moments = [...run.world.map(({ at }) => at - 1), ...run.lifetimes.map(({ to }) => to - 1), run.end - 1]
  for (const time of moments)
    for (const [fingerprint, track] of sights) {
      const lifetime = run.lifetimes.find(({ from, to }) => time >= from && time <= to)
      const sight = track.at(time)
      if (lifetime === undefined || sight === 'unseen' || sight === 'unsaid') continue
      const isBad = sight === 'trouble'
      const since = Math.max(track.changedAt(time), lifetime.from)
      if (time - since < settlesWithin) continue
      const life = oracle.lifeAt(fingerprint, time)
      const is = life !== null && isTrouble(life)
      if (is !== isBad) fault(time, `${fingerprint} is trouble since ${since}: ${isBad}, and its life says ${is}`)
      const settles = run.wishes.unstableFor * second + settlesWithin + 10 * minute
      if (life?.state === 'unstable' && time - since > settles) fault(time, `${fingerprint} is still unstable`)
    }
}

/** Unknown fires nothing and ends nothing: what is told was seen. */
export const unknownTellsNothing = (run: Run, oracle: Oracle): void => {
  const sights = sightsOf(run)
  for (const { at, lives } of run.lives)
    for (const life of lives) {
      const { fingerprint, check } = life
      if (hasEnded(life) && check.status !== 'ok' && check.status !== 'removed')
        fault(at, `${fingerprint} has ended with a look that says ${check.status}`)
    }
  for (const { at, alert } of oracle.tellings) {
    const { fingerprint } = alert.life
    const track = sights.get(fingerprint)
    // More than one look may come in one millisecond.
    const isUnseen = [at, at - 0.5].every((time) => track?.at(time) === 'unseen')
    if (isOpenAlert(alert) && isUnseen) fault(at, `${alert.word} of ${fingerprint}, which nobody sees`)
    if (isEnd(alert) && !['ok', 'removed'].includes(alert.life.check.status))
      fault(at, `the end of ${fingerprint}, which nobody saw`)
  }
}
