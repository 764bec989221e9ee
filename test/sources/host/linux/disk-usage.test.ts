import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diskUsage } from '../../../../src/sources/host/linux/disk-usage.ts'

const statistics = { frsize: 4096, blocks: 1000, bfree: 400, bavail: 350, files: 200, ffree: 50 }

test('what is reserved for root is neither used nor available, as df has it', () => {
  expect(diskUsage('/', 'host', statistics)).toEqual({
    mount: '/',
    seenFrom: 'host',
    percent: (600 * 100) / 950,
    usedBytes: 600 * 4096,
    totalBytes: 1000 * 4096,
    inodesPercent: 75,
  })
})

test('a file system that makes inodes as it needs them has no percentage of them', () => {
  expect(diskUsage('/', 'host', { ...statistics, files: 0, ffree: 0 })).toMatchObject({ inodesPercent: null })
})

test('an empty one is not used', () => {
  expect(diskUsage('/', 'host', { ...statistics, blocks: 0, bfree: 0, bavail: 0 })).toMatchObject({ percent: 0 })
})

test('always 0–100', () => {
  const count = fc.nat({ max: 1e12 })
  fc.assert(
    fc.property(count, count, count, count, count, (blocks, bfree, bavail, files, ffree) => {
      const disk = diskUsage('/', 'host', { frsize: 4096, blocks, bfree, bavail, files, ffree })
      const percentages = 'unavailable' in disk ? [] : [disk.percent, disk.inodesPercent ?? 0]
      expect(percentages).toHaveLength(2)
      for (const value of percentages) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(100)
      }
    }),
  )
})
