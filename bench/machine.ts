// The shape of the machine that the figures were taken on: enough to read them by, nothing that names it.
import { mkdirSync, statfsSync } from 'node:fs';
import { cpus, loadavg, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The magic numbers of the usual file systems, as `statfs` gives them. */
const fileSystems: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x01021994: 'tmpfs',
  0x794c7630: 'overlayfs',
  0x2fc12fc1: 'zfs',
  0x6969: 'nfs',
  0x1a: 'apfs',
};

/** One sentence. */
export function machineShape(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  mkdirSync(benchFolder, { recursive: true });
  const disk = fileSystems[statfsSync(benchFolder).type] ?? 'unknown file system';
  return (
    `${all.length} cores (${all[0]?.model.trim() ?? 'unknown'}), ${memory} GB memory, Node ${process.versions.node}, ${platform()}, database on ${disk}, ` +
    `load average ${loadavg()[0]?.toFixed(1) ?? '?'} when the run began`
  );
}

/** Databases of benchmarks lie on the disk of the checkout: the system's temporary folder may be memory, where fsync costs nothing. */
export const benchFolder = fileURLToPath(new URL('../data/', import.meta.url));
