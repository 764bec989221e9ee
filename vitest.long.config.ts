import { defineConfig } from 'vitest/config'

/** The tests that take minutes. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
})
