import { defineConfig } from 'vitest/config'

/** The tests of the npm package: they install it with what it depends on. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
