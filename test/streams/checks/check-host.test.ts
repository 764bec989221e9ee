import { filter, firstValueFrom, from, map, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { limitOf } from '../../../src/model/limit.ts'
import type { Reading, Usage } from '../../../src/model/reading.ts'
import { checkHost, type HostLimits } from '../../../src/streams/checks/check-host.ts'
import { sampleHost, unavailableReading } from '../../support/samples.ts'

const limits = { cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) }

const swapAt = (percent: number): Usage => ({ percent, usedBytes: percent, totalBytes: 100 })

const swapStatuses = (given: HostLimits, readings: readonly Reading[]): Promise<readonly string[]> =>
  firstValueFrom(
    from(readings).pipe(
      checkHost(given),
      map(({ type, subject, status }) => `${type} ${subject} ${status}`),
      filter((check) => check.startsWith('SWAP')),
      toArray(),
    ),
    { defaultValue: [] },
  )

const history: readonly Reading[] = [
  sampleHost({ swap: null }),
  sampleHost({ swap: swapAt(40) }),
  sampleHost({ swap: swapAt(91) }),
  unavailableReading('host', 1),
  sampleHost({ swap: null }),
  sampleHost({ swap: null }),
  unavailableReading('host', 2),
]

test('swap is judged where it has a limit; what cannot be seen is unknown, and what was switched off is removed, once', async () => {
  expect(await swapStatuses({ ...limits, swap: limitOf(80) }, history)).toEqual([
    'SWAP_CRITICAL host ok',
    'SWAP_CRITICAL host critical',
    'SWAP_CRITICAL host unknown',
    'SWAP_CRITICAL host removed',
  ])
})

test('without one nothing is said of it', async () => {
  expect(await swapStatuses(limits, history)).toEqual([])
})
