// Tells drizzle-kit where the tables are described and where its SQL goes: `npm run migration`.
import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'sqlite', schema: './src/sqlite/schema.ts', out: './migrations' });
