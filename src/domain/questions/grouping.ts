// Puts questions that are alike together: each joins the first one that it is most alike, or is the first of a group of its own.
import { type Folded, alikeFrom, folded, likeness, rarityIn } from './likeness.ts';

/** Of all groups, so many that share most with a question are looked at closely: the work stays bounded whatever is written. */
const lookedAt = 12;

/**
 * Groups of what is alike, in the order of their first ones. `items` come oldest first: a later one never changes who began a group,
 * except by making words common that were rare.
 */
export function grouped<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly (readonly Item[])[] {
  const steps = groupingSteps(items, textOf);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** So many questions at a stretch take a few milliseconds. */
const atOnce = 20;

/** The same in short stretches, so that whoever runs it beside clicks can let them in between. */
export function* groupingSteps<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): Generator<void, readonly (readonly Item[])[], void> {
  const questions: Folded[] = [];
  for (const [index, item] of items.entries()) {
    if (index % atOnce === atOnce - 1) yield;
    questions.push(folded(textOf(item)));
  }
  const rarity = rarityIn(questions);
  const groups: Item[][] = [];
  const leaders = new Leaders();
  for (const [index, item] of items.entries()) {
    const question = questions[index];
    if (!question) continue;
    if (index % atOnce === atOnce - 1) yield;
    let joined: number | null = null;
    let closest = 0;
    for (const candidate of leaders.near(question)) {
      const leader = leaders.at(candidate);
      const close = likeness(leader, question, rarity);
      if (close >= alikeFrom && close > closest) [joined, closest] = [candidate, close];
    }
    if (joined === null) {
      leaders.add(question);
      groups.push([item]);
    } else groups[joined]?.push(item);
  }
  return groups;
}

/** The first questions of the groups, found by their words. */
class Leaders {
  readonly #all: Folded[] = [];
  readonly #same = new Map<string, number>();
  readonly #byRoot = new Map<string, number[]>();

  add(question: Folded): void {
    const index = this.#all.push(question) - 1;
    if (!this.#same.has(question.all)) this.#same.set(question.all, index);
    for (const root of new Set(question.words.map((word) => word.root))) {
      const known = this.#byRoot.get(root);
      if (known) known.push(index);
      else this.#byRoot.set(root, [index]);
    }
  }

  at(index: number): Folded {
    const question = this.#all[index];
    if (!question) throw new Error(`No group ${index}`);
    return question;
  }

  /** The oldest first. */
  near({ all, words }: Folded): readonly number[] {
    const shared = new Float64Array(this.#all.length);
    for (const { root, weight } of words) for (const index of this.#byRoot.get(root) ?? []) shared[index] = (shared[index] ?? 0) + weight;
    const nearest: number[] = [];
    for (const [index, weight] of shared.entries()) if (weight > 0) nearest.push(index);
    nearest.sort((one, other) => (shared[other] ?? 0) - (shared[one] ?? 0) || one - other);
    const same = this.#same.get(all);
    return [...new Set([...(same === undefined ? [] : [same]), ...nearest.slice(0, lookedAt)])].toSorted((a, b) => a - b);
  }
}
