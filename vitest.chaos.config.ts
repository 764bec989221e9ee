import { defineConfig } from 'vitest/config'

/** Kills at random moments: CHAOS_ROUNDS of them, 200 unless it is set. */
export default defineConfig({
  test: {
    include: ['test/chaos/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
  },
})
