// The sources side by side: ranked by what is sure of them, adding up to all leads, with harmless names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/domain/report/columns.ts';
import { reportText } from '../../../src/domain/report/text.ts';
import { judged, reportWith, times } from './log.ts';

/** The rows of the table of sources: name, leads, qualified, of. */
function sourceRows(text: string): readonly { name: string; leads: number; k: number; n: number }[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('By source'));
  return lines.slice(start + 1).flatMap((line, index) => {
    const isInside = lines.slice(start, start + 1 + index).every((earlier) => earlier !== '');
    const match = /^(.+?) {2,}([\d,]+) {2,}([\d,]+) of ([\d,]+) {2,}/.exec(line);
    const numberOf = (group: number): number => Number(match?.[group]?.replaceAll(',', ''));
    return match && isInside ? [{ name: match[1] ?? '', leads: numberOf(2), k: numberOf(3), n: numberOf(4) }] : [];
  });
}

describe('sources', () => {
  it('are ranked by what is sure of them: many good ones before few perfect ones', () => {
    const report = reportWith([
      ...times(5, () => [{ source: 'lucky' }, judged('qualified')] as const),
      ...times(60, (n) => [{ source: 'proven' }, judged(n < 50 ? 'qualified' : 'unqualified')] as const),
      ...times(30, (n) => [{ source: 'poor' }, judged(n < 3 ? 'qualified' : 'unqualified')] as const),
    ]);
    expect(sourceRows(reportText(report)).map((row) => row.name)).toEqual(['proven', 'lucky', 'poor']);
  });

  it('whose ranges overlap are said to be in no order that anybody knows', () => {
    const of = (...counts: readonly (readonly [qualified: number, unqualified: number])[]) =>
      reportText(
        reportWith(
          counts.flatMap(([qualified, unqualified], n) => [
            ...times(qualified, () => [{ source: `s${n}` }, judged('qualified')] as const),
            ...times(unqualified, () => [{ source: `s${n}` }, judged('unqualified')] as const),
          ]),
        ),
      );
    const said = 'Where likely ranges of sources overlap, nobody can tell which is better.';
    expect(of([5, 0], [50, 10], [3, 27])).toContain(said);
    expect(of([20, 0], [0, 20])).not.toContain(said);
    // Few have no range, and no place in the order.
    expect(of([20, 0], [2, 0], [0, 3])).not.toContain(said);
  });

  it('F85: of 300 with 60-character names, eight are shown and the rows add up', () => {
    const name = (n: number): string => `source number ${n} `.padEnd(60, 'x');
    const report = reportWith(
      times(2000, (n) => [
        { source: name(n < 300 ? n : Math.floor(Math.sqrt((n - 300) * 50))) },
        n % 5 === 0 ? null : judged(n % 2 === 0 ? 'qualified' : 'unqualified'),
      ]),
    );
    const text = reportText(report);
    const rows = sourceRows(text);
    expect(report.bySource.length).toBe(300);
    expect(rows).toHaveLength(10);
    expect(rows[0]?.name).toMatch(/^source number \d+ x+…$/);
    expect(text).toContain('Among 300 sources some look good or bad by chance alone.');
    expect(text.split('\n').length).toBeLessThan(50);
    expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(100);
  });

  it('F85: whatever the sources, rows add up to the totals', () => {
    const counts = fc.array(fc.record({ yes: fc.nat(12), no: fc.nat(12), open: fc.nat(3) }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(counts, (sources) => {
        const report = reportWith(
          sources.flatMap(({ yes, no, open }, n) => {
            const source = `s${n}`;
            return [
              ...times(yes, () => [{ source }, judged('qualified')] as const),
              ...times(no, () => [{ source }, judged('unqualified')] as const),
              ...times(open, () => [{ source }, null] as const),
            ];
          }),
        );
        const rows = sourceRows(reportText(report));
        const sum = (key: 'leads' | 'k' | 'n'): number => rows.reduce((total, row) => total + row[key], 0);
        const { delivered, qualifiedRate } = report.totals;
        expect([sum('leads'), sum('k'), sum('n')]).toEqual([delivered, qualifiedRate.k, qualifiedRate.n]);
        expect(rows.length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('cannot move the cursor, turn the text or break a line', () => {
    const hostile = fc.constantFrom('\u001b[2J', '\u202eabc', 'a\nb', '\u009b31m', '\r', '\u2066\u200b');
    const names = fc.oneof(fc.string({ unit: 'binary', maxLength: 90 }), fc.string({ unit: 'grapheme', maxLength: 90 }), hostile);
    const withSixEach = (sources: readonly string[]): string =>
      reportText(reportWith(sources.flatMap((source) => times(6, () => [{ source }, judged('qualified')] as const))));
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 12 }), (sources) => {
        const text = withSixEach(sources);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(100);
        // As many lines as the same number of plain names has.
        const groups = [...new Set(sources.map((source) => source.trim().toLowerCase()))];
        const plain = withSixEach(groups.map((group, index) => (['', '(unknown)'].includes(group) ? group : `plain ${index}`)));
        expect(text.split('\n')).toHaveLength(plain.split('\n').length);
      }),
    );
  });
});
