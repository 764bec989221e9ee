import { defineConfig } from 'vitest/config'

/** The tests of the image: they need it built, and docker-compose. */
export default defineConfig({
  test: {
    include: ['test/image/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
