// What the demo's prospects asked: enough to be put together, by both reps, with one answer that was given before some asked again.
import { describe, expect, it } from 'vitest';
import { demoIds } from '../../src/demo/people.ts';
import { livingStory } from '../../src/demo/story/living.ts';
import { pastLeads } from '../../src/demo/story/past.ts';
import { pastAnswers } from '../../src/demo/story/questions.ts';
import { importHistory } from '../../src/flows/import.ts';
import { questionList } from '../../src/flows/questions.ts';
import { grouped } from '../../src/domain/questions/grouping.ts';
import { memoryStore } from '../world/memory-store.ts';

const weeks = 8;

async function told(at: string, timezone: string) {
  const now = Date.parse(at);
  const store = await memoryStore(() => now);
  let ids = 0;
  const desk = { store, now: () => now, newId: () => `id-${String((ids += 1)).padStart(6, '0')}` };
  const { id: w } = await store.workspace();
  await importHistory(desk, w, pastLeads({ now, timezone, weeks }));
  const questions = await store.questions(w);
  const lines = pastAnswers({ now, timezone, people: demoIds, questions });
  for (const line of lines) await store.ledger.append(w, line, 0, []);
  return { questions, lines, list: await questionList(desk, w) };
}

describe('the questions of the demo', () => {
  it('stand in groups with counts, one of them answered and asked again since', async () => {
    const { questions, lines, list } = await told('2026-11-25T10:00:00Z', 'Europe/Berlin');
    expect(questions).toHaveLength(12);
    expect(new Set(questions.map(({ by }) => by))).toEqual(new Set(['system']));
    expect(list.open.map(({ count, questions: group }) => `${count} × ${group.at(-1)?.words ?? ''}`)).toEqual([
      '3 × What does it cost for 40 technicians, per technician?',
      '2 × Works council: does it track the vans?',
      '2 × Is there a connection to SAP?',
      '1 × Does it know who was on call at night and starts later?',
      '1 × Is there an SSO login?',
    ]);
    expect(list.answered.map(({ count, askedSince }) => [count, askedSince])).toEqual([[3, 1]]);
    expect(lines.map(({ id, by }) => [id, by])).toEqual([['story:answer:offline', demoIds.mia]]);
  });

  it.each([
    ['2026-11-23T08:00:00Z', 'America/New_York'],
    ['2026-11-29T23:00:00Z', 'Pacific/Auckland'],
    ['2027-01-02T12:00:00Z', 'Europe/Berlin'],
  ])('whenever the demo begins (%s, %s) there are a dozen, and an answer from before', async (at, timezone) => {
    const { questions, lines, list } = await told(at, timezone);
    expect(questions.length).toBeGreaterThan(10);
    expect(lines).toHaveLength(1);
    expect(lines.every((line) => line.at < Date.parse(at))).toBe(true);
    expect(list.answered).toHaveLength(1);
    expect(list.open.length).toBeGreaterThan(3);
  });

  it('has a living one that is like the answered one, so that Kim hears of the answer', () => {
    const scenes = livingStory({ now: Date.parse('2026-11-25T15:00:00Z'), timezone: 'Europe/Berlin', people: demoIds });
    const asked = scenes.flatMap((scene) => (scene.does === 'moves' ? (scene.answers?.['Question they asked'] ?? []) : []));
    expect(asked).toHaveLength(1);
    expect(grouped(['Does the app work offline?', ...asked], (words) => words)).toHaveLength(1);
  });
});
