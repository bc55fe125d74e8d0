// Are two questions alike? By their words and the letters in them, in any language; never by what they mean.

/** A word as it is compared: its spelling, how much it says by itself, and its letters in threes. */
interface Word {
  readonly spelling: string;
  /** Words with the same root are looked at for likeness; others are different. */
  readonly root: string;
  readonly weight: number;
  readonly triples: () => ReadonlySet<string>;
}

/** A question, ready to be compared. */
export interface Folded {
  /** All of it without case, accents and signs: the same here is the same question. */
  readonly all: string;
  /** The words that say most first, at most `mostWords`. */
  readonly words: readonly Word[];
  /** The same, to be found by spelling and by root. */
  readonly known: ReadonlyMap<string, Word>;
  readonly related: ReadonlyMap<string, readonly Word[]>;
}

/** How much a word of this spelling counts in the whole set: 1 where it is rare, less where many questions have it. */
export type Rarity = (spelling: string) => number;

/** More than a form takes; what comes after is not read. */
const mostLetters = 600;
const mostWords = 20;
const longestWord = 24;
/** Of the words with one root, so many are looked at for a form of a word. */
const mostForms = 4;
/** Words that share so many of their triples are forms of one another: looms and loom, kosten and kostet. */
const sameWord = 0.55;
/** From here on two questions are alike. */
export const alikeFrom = 0.45;
/** A word that says at least this much has to be common to both: two short words prove nothing. */
const evidence = 0.5;

/** By letters: short words join others, long ones name things. */
const byLength = [0, 0, 0, 0.3, 0.5, 0.7] as const;
const longWord = 1;
/** A name in capitals names one thing; a bare number may be any; two letters of a script without spaces are most of a word. */
const weights = { name: 2.3, shortName: 1, number: 0.15, pair: 0.6 } as const;

/** Scripts that put no spaces between words: two letters after each other stand for a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const unspacedRuns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** Any text, also one without a word in it. */
export function folded(text: string): Folded {
  const written = text.slice(0, mostLetters).toWellFormed().normalize('NFKC');
  // Where everything is in capitals, they say nothing.
  const hasNames = written !== written.toUpperCase();
  const words = new Map<string, number>();
  const all: string[] = [];
  for (const token of tokensOf(written)) {
    const spelling = plain(token);
    if (spelling === '') continue;
    all.push(spelling);
    const weight = hasNames && isName(token) ? nameWeight(spelling) : weightOf(spelling);
    const key = spelling.slice(0, longestWord).toWellFormed();
    if (weight > 0) words.set(key, Math.max(weight, words.get(key) ?? 0));
  }
  const heaviest = [...words].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).slice(0, mostWords);
  return asked(
    all.join(' '),
    heaviest.map(([spelling, weight]) => wordOf(spelling, weight)),
  );
}

function asked(all: string, words: readonly Word[]): Folded {
  const related = new Map<string, Word[]>();
  for (const word of words) {
    const forms = related.get(word.root);
    if (!forms) related.set(word.root, [word]);
    else if (forms.length < mostForms) forms.push(word);
  }
  return { all, words, known: new Map(words.map((word) => [word.spelling, word])), related };
}

function tokensOf(written: string): readonly string[] {
  return written.split(/[^\p{L}\p{N}\p{M}]+/u).flatMap((token) => {
    if (!unspaced.test(token)) return [token];
    return (token.match(unspacedRuns) ?? []).flatMap((run) => (unspaced.test(run) ? pairsOf(run) : [run]));
  });
}

function pairsOf(run: string): readonly string[] {
  const letters = Array.from(run);
  return letters.length < 3 ? [run] : letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
}

function plain(token: string): string {
  return token.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFC');
}

/** Two capitals or more, and nothing small: SSO, SAP, GDPR. */
function isName(token: string): boolean {
  return /^(?=.*\p{Lu}.*\p{Lu})[\p{Lu}\p{N}]+$/u.test(token);
}

/** Two letters are mostly a country or a unit: EU, UK, PC. */
function nameWeight(spelling: string): number {
  return Array.from(spelling).length === 2 ? weights.shortName : weights.name;
}

function weightOf(spelling: string): number {
  const length = Array.from(spelling).length;
  if (/^\p{N}+$/u.test(spelling)) return weights.number;
  if (unspaced.test(spelling)) return length > 1 ? weights.pair : 0;
  return byLength[length] ?? longWord;
}

function wordOf(spelling: string, weight: number): Word {
  let triples: ReadonlySet<string> | null = null;
  const root = unspaced.test(spelling) ? spelling : spelling.slice(0, 3);
  return { spelling, root, weight, triples: () => (triples ??= triplesOf(spelling)) };
}

function triplesOf(spelling: string): ReadonlySet<string> {
  const framed = Array.from(`^${spelling}$`);
  return new Set(framed.slice(2).map((letter, index) => `${framed[index] ?? ''}${framed[index + 1] ?? ''}${letter}`));
}

// ---------------------------------------------------------------- what is common to all

/** Up to this share of the set a word is no habit but a topic. */
const topicShare = 0.1;
const leastRarity = 0.3;
/** In a smaller set everything would be common. */
const smallestSet = 30;

/** The rarity of words in a set of questions. */
export function rarityIn(questions: readonly Folded[]): Rarity {
  const counts = new Map<string, number>();
  for (const { words } of questions) for (const { spelling } of words) counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  const size = Math.max(questions.length, smallestSet);
  const common = new Map<string, number>();
  for (const [spelling, count] of counts)
    if (count / size > topicShare) common.set(spelling, Math.max(leastRarity, 1 - 2 * (count / size - topicShare)));
  return (spelling) => common.get(spelling) ?? 1;
}

// ---------------------------------------------------------------- two questions

/** How alike two questions are, 0 to 1; the same whichever comes first. */
export function likeness(one: Folded, other: Folded, rarity: Rarity): number {
  if (one.all === other.all) return 1;
  const [there, back] = [sharedBy(one, other, rarity), sharedBy(other, one, rarity)];
  if (Math.max(there.best, back.best) < evidence || !(there.isAbout || back.isAbout)) return 0;
  const total = there.total + back.total;
  return total === 0 ? 0 : (there.shared + back.shared) / total;
}

interface Shared {
  readonly shared: number;
  readonly total: number;
  /** What the weightiest common word says. */
  readonly best: number;
  /** Is a word common that no other of this question outweighs? Else the rest is only how one asks. */
  readonly isAbout: boolean;
}

function sharedBy({ words }: Folded, other: Folded, rarity: Rarity): Shared {
  let [shared, total, best, isAbout] = [0, 0, 0, false];
  const heaviest = words[0]?.weight ?? 0;
  for (const word of words) {
    const { closest, candidate } = nearest(word, other);
    // Who writes it in capitals once knows that it is a name.
    const weight = Math.max(word.weight, candidate?.weight ?? 0);
    const counted = weight * rarity(word.spelling);
    shared += counted * closest;
    total += counted;
    if (closest === 0) continue;
    best = Math.max(best, weight);
    isAbout ||= word.weight === heaviest;
  }
  return { shared, total, best, isAbout };
}

/** The same word, 1; else the closest form of it, less; else none, 0. */
function nearest(word: Word, { known, related }: Folded): { closest: number; candidate: Word | null } {
  const same = known.get(word.spelling);
  if (same) return { closest: 1, candidate: same };
  let [closest, candidate]: [number, Word | null] = [0, null];
  for (const form of related.get(word.root) ?? []) {
    const close = closeness(word.triples(), form.triples());
    if (close > closest) [closest, candidate] = [close, form];
  }
  return { closest, candidate };
}

function closeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const triple of one) if (other.has(triple)) common += 1;
  const share = (2 * common) / (one.size + other.size);
  return share >= sameWord ? share : 0;
}
