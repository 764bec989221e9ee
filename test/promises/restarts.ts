import { hasEnded } from '../../src/model/life.ts'
import { fault } from './due.ts'
import type { Run } from './engine.ts'
import type { Oracle } from './oracle.ts'

/** A trouble that outlasts a restart goes on as the same one, with the same start. */
export const aRestartForgetsNothing = (run: Run, oracle: Oracle): void => {
  for (const [index, { to }] of run.lifetimes.entries()) {
    const next = run.lifetimes[index + 1]
    if (next === undefined) continue
    for (const fingerprint of oracle.fingerprints) {
      const before = oracle.lifeAt(fingerprint, to)
      // What is not ready yet is not written down yet.
      if (before === null || before.evidence === null || hasEnded(before)) continue
      const first = run.lives.find(
        ({ at, lives }) => at >= next.from && lives.some((life) => life.fingerprint === fingerprint),
      )
      if (first === undefined || first.at > next.to) continue
      const after = first.lives.find((life) => life.fingerprint === fingerprint)
      if (after === undefined || hasEnded(after)) continue
      // What goes to and fro may have become unstable since, or have settled.
      const isSame = before.state === 'unstable' || after.state === 'unstable' || after.startsAt === before.startsAt
      if (after.id !== before.id || !isSame)
        fault(
          first.at,
          `${fingerprint} was life ${before.id} since ${before.startsAt}, and is ${after.id} since ${after.startsAt}`,
        )
    }
  }
}
