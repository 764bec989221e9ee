import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The slowest wait for agents and engines more than they compute.
    maxWorkers: 3,
    // They need the image built, or minutes: `npm run test:image`, `test:deployments`, `test:long`, `test:chaos`; or a registry: `test:package`, `test:n8n`.
    exclude: [
      ...configDefaults.exclude,
      'test/image/**',
      'test/deployments/**',
      'test/long/**',
      'test/package/**',
      'test/chaos/**',
      'test/n8n/**',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
