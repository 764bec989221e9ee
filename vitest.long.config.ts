import { defineConfig } from 'vitest/config'

/** The tests that take minutes, or load the machine: one after the other. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
})
