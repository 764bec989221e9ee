import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need the image built, or minutes: `npm run test:image`, `npm run test:long`.
    exclude: [...configDefaults.exclude, 'test/image/**', 'test/long/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
