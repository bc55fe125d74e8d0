// Common Markdown as paragraphs.
import { expect, it } from 'vitest';
import { markdownLine, parseMarkdown } from '../../../src/sandbox/page/markdown.ts';

it('reads paragraphs of every kind', () => {
  const kinds = parseMarkdown('# One\ntext\nmore\n\n- a\n- b\n1. c\n> said\n---\n```js\nlet *a*\n```\nend');
  expect(kinds).toEqual([
    { kind: 'heading', level: 1, pieces: [{ kind: 'text', text: 'One' }] },
    { kind: 'text', pieces: [{ kind: 'text', text: 'text\nmore' }] },
    { kind: 'list', isOrdered: false, items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
    { kind: 'list', isOrdered: true, items: [[{ kind: 'text', text: 'c' }]] },
    { kind: 'quote', pieces: [{ kind: 'text', text: 'said' }] },
    { kind: 'line' },
    { kind: 'pre', text: 'let *a*' },
    { kind: 'text', pieces: [{ kind: 'text', text: 'end' }] },
  ]);
});

it('reads what stands in a line', () => {
  expect(markdownLine('**b** *i* ~~s~~ `c` [l](https://a.test) 2*3*4 \\*x\\*')).toEqual([
    { kind: 'bold', pieces: [{ kind: 'text', text: 'b' }] },
    { kind: 'text', text: ' ' },
    { kind: 'italic', pieces: [{ kind: 'text', text: 'i' }] },
    { kind: 'text', text: ' ' },
    { kind: 'strike', pieces: [{ kind: 'text', text: 's' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'c' },
    { kind: 'text', text: ' ' },
    { kind: 'link', url: 'https://a.test', pieces: [{ kind: 'text', text: 'l' }] },
    { kind: 'text', text: ' 2*3*4 ' },
    { kind: 'text', text: '*' },
    { kind: 'text', text: 'x' },
    { kind: 'text', text: '*' },
  ]);
});
