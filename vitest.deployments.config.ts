import { defineConfig } from 'vitest/config'

/** The tests of the examples of deployments: they need the image built, docker-compose, and root. */
export default defineConfig({
  test: {
    include: ['test/deployments/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
})
