// In which encoding a text file was written, and its text piece by piece.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The file cannot be read as what it should be; the message is one sentence for the person. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

export interface TextFile {
  readonly path: string;
  readonly encoding: Encoding;
  /** False when bytes here and there do not belong to the encoding: U+FFFD then stands for what is lost. */
  readonly isIntact: boolean;
  readonly sizeBytes: number;
}

const headBytes = 64 * 1024;

/** Kinds of file that people take for CSV, by how they begin. */
const otherKinds: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'is a workbook or a ZIP file, not CSV: open it in your spreadsheet and save it as CSV'],
  ['\xd0\xcf\x11\xe0', 'is an old Excel workbook, not CSV: open it in your spreadsheet and save it as CSV'],
  ['%PDF', 'is a PDF, not CSV'],
  ['\x1f\x8b', 'is compressed: unpack it first'],
];

/** Looks at the whole file, so that no later byte comes as a surprise. @throws UnreadableFile */
export async function inspectText(path: string): Promise<TextFile> {
  const head = await readHead(path);
  const { size: sizeBytes } = await stat(path);
  const start = head.toString('latin1', 0, 4);
  const kind = otherKinds.find(([magic]) => start.startsWith(magic));
  if (kind) throw new UnreadableFile(`${path} ${kind[1]}.`);
  const wide = utf16Of(head);
  if (!wide && isBinary(head)) throw new UnreadableFile(`${path} is not a text file: save it as CSV first.`);
  if (wide) return { path, encoding: wide, isIntact: await isDecodable(path, wide), sizeBytes };
  if (await isDecodable(path, 'utf-8')) return { path, encoding: 'utf-8', isIntact: true, sizeBytes };
  // Text in Windows-1252 next to never forms characters of UTF-8: where there are more of those, it is UTF-8 with damage.
  const { wholeCharacters, damaged } = await countUtf8(path);
  return wholeCharacters > damaged
    ? { path, encoding: 'utf-8', isIntact: false, sizeBytes }
    : { path, encoding: 'windows-1252', isIntact: true, sizeBytes };
}

/** The file's text in pieces, without byte order mark. `onBytes` hears how far reading has come. */
export async function* readText(
  file: Pick<TextFile, 'path' | 'encoding'>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decode = decoderOf(file.encoding);
  let bytes = 0;
  for await (const chunk of chunksOf(file.path)) {
    bytes += chunk.length;
    onBytes(bytes);
    yield decode(chunk);
  }
  yield decode(null);
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new UnreadableFile(whyUnreadable(path, cause), { cause });
  }
}

function whyUnreadable(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') return `${path} is not there: check the path.`;
  if (code === 'EISDIR') return `${path} is a folder: name a file in it.`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read: check its permissions.`;
  return `${path} cannot be read (${code || String(cause)}).`;
}

function utf16Of(head: Buffer): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Without a mark: letters of Latin, digits and separators have a zero beside them, always on the same side.
  const pairs = Math.min(head.length, 4096) >> 1;
  let [even, odd] = [0, 0];
  for (let index = 0; index < pairs; index++) {
    if (head[index * 2] === 0) even += 1;
    if (head[index * 2 + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.1 && even < odd / 20) return 'utf-16le';
  return even > pairs * 0.1 && odd < even / 20 ? 'utf-16be' : null;
}

function isBinary(head: Buffer): boolean {
  const controls = head.reduce((count, byte) => (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) ? count + 1 : count), 0);
  return controls > head.length * 0.02 && controls > 2;
}

async function isDecodable(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunksOf(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function countUtf8(path: string): Promise<{ wholeCharacters: number; damaged: number }> {
  const counts = { wholeCharacters: 0, damaged: 0 };
  for await (const text of readText({ path, encoding: 'utf-8' })) {
    for (const char of text.match(/[^\0-\x7f]/gu) ?? []) {
      if (char === '\ufffd') counts.damaged += 1;
      else counts.wholeCharacters += 1;
    }
  }
  return counts;
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  // Without an encoding a stream of bytes gives Buffers.
  for await (const chunk of createReadStream(path, { highWaterMark: headBytes })) yield chunk as Buffer;
}

/** Bytes 80 to 9F; the five that Windows-1252 leaves open stay control characters. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decoderOf(encoding: Encoding): (chunk: Buffer | null) => string {
  if (encoding === 'windows-1252') {
    // Not TextDecoder: several releases of Node read these bytes as ISO 8859-1.
    return (chunk) => chunk?.toString('latin1').replace(/[\x80-\x9f]/g, (char) => windows1252.charAt(char.charCodeAt(0) - 0x80)) ?? '';
  }
  const decoder = new TextDecoder(encoding);
  return (chunk) => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
}
