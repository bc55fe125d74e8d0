// Which command? Reads the arguments, runs it, and leaves with its exit code.
import { runProgram } from './commands/program.ts';
import { Terminal } from './commands/terminal.ts';

// A reader that has enough (`| head`) is no error. A bot whose log nobody reads any more goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), new Terminal());
