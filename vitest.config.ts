import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { propertyRuns } from './test/support/property-runs.ts'

const minute = 60_000
const maxWorkers = availableParallelism()

/** Each folder beside these has to be asked for: it needs the image built, a registry, or minutes. */
const askedFor = ['image', 'deployments', 'package', 'long', 'chaos', 'n8n']
const machine = ['test/process/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/sources/**/*engine*.test.ts']
const heaps = ['test/streams/bounded.test.ts', 'test/app.test.ts']

/** What is asked for takes the whole machine: one file after the other. */
const alone = (folder: string, timeout: number) => ({
  test: {
    name: folder,
    include: [`test/${folder}/**/*.test.ts`],
    fileParallelism: false,
    testTimeout: timeout,
    hookTimeout: timeout,
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'logic',
          include: ['test/**/*.test.ts'],
          exclude: [...machine, ...heaps, ...askedFor.map((folder) => `test/${folder}/**`)],
          setupFiles: 'test/support/property-seed.ts',
          // They share no state, and loading everything for each file takes longer than most of them.
          isolate: false,
          maxWorkers,
          sequence: { groupOrder: 0 },
          testTimeout: propertyRuns(4 * minute), // a loaded machine takes its time
          hookTimeout: minute,
        },
      },
      // What they measure is theirs alone.
      { test: { name: 'heaps', include: heaps, maxWorkers, sequence: { groupOrder: 0 }, testTimeout: minute } },
      {
        test: {
          name: 'machine',
          include: machine,
          isolate: false,
          globalSetup: 'test/support/build-agent.ts',
          // They wait for agents and engines more than they compute.
          maxWorkers: 3 * maxWorkers,
          sequence: { groupOrder: 1 },
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      alone('image', minute),
      alone('deployments', 90_000),
      alone('package', 5 * minute),
      alone('long', 15 * minute),
      alone('chaos', 30 * minute),
      alone('n8n', 15 * minute),
    ],
  },
})
