import { defineConfig } from 'vitest/config'

/** A real n8n, installed from npm into a temporary folder unless N8N_FOLDER names one that has it. */
export default defineConfig({
  test: {
    include: ['test/n8n/**/*.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
})
