// The default test run: everything that needs neither a browser nor an hour.
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/crash/campaign*.test.ts', 'test/browser/**'],
    // Processes, not threads: better-sqlite3 is a native module and the tests start servers and signal handlers of their own.
    pool: 'forks',
    // Two at least, so that a two-core machine does not run file after file while tests wait for the network.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default'],
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
