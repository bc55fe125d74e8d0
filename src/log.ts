// Structured lines on standard error. Facts are ids, codes and counts; tokens are cut out wherever they turn up.
import { pino } from 'pino';
import type { Log, LogFacts } from './ports.ts';
import type { LogLevel } from './variables.ts';

const secretShapes = /xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[\w.-]+|https:\/\/hooks\.slack\.com\/\S+/g;

/** @param destination where lines go; standard error unless a test listens */
export function createLog(level: LogLevel, destination: { write(line: string): void } = pino.destination({ fd: 2, sync: true })): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination,
  );
  return {
    debug: (facts, sentence) => logger.debug(cleaned(facts), sentence),
    info: (facts, sentence) => logger.info(cleaned(facts), sentence),
    warn: (facts, sentence) => logger.warn(cleaned(facts), sentence),
    error: (facts, sentence) => logger.error(cleaned(facts), sentence),
  };
}

function cleaned(facts: LogFacts): LogFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, typeof value === 'string' ? value.replaceAll(secretShapes, '[secret]') : value]),
  );
}
