// The long crash campaign: `npm run test:crash`. It kills real processes, so it runs alone and one file at a time.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/crash/campaign*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
