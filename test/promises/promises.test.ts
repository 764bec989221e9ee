import fc from 'fast-check'
import { test } from 'vitest'
import { propertyRuns } from '../support/property-runs.ts'
import { histories, wishes } from './history.ts'
import { profiles, type Profile } from './profiles.ts'
import { keepsThePromises } from './promises.ts'

const promise = (name: string, { runs, cooldowns, hasReports, every, after, ...history }: Profile): void =>
  test(name, () => {
    const options = { every, after }
    fc.assert(
      fc.property(histories(history), wishes(cooldowns, hasReports), (steps, wish) =>
        keepsThePromises(steps, wish, options),
      ),
      { numRuns: propertyRuns(runs) },
    )
  })

promise('the promises hold, whatever happens', profiles.everything)
promise('they hold where little changes fast, is repeated often, and is refused now and then', profiles.busy)
promise('they hold over days in which little happens, and what lasts is repeated', profiles.days)
