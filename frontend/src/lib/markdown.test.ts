import { expect, test } from 'vitest';
import { type Block, heal, Reader } from './markdown';

function read(text: string, ended = true): Block[] {
  return new Reader().read(text, ended);
}

function html(text: string, ended = true): string {
  return read(text, ended)
    .map((block) => (block.kind === 'prose' ? block.html : block.text))
    .join('');
}

const REPLY = `# Title

First paragraph with [a link][1].

- one
- two

  still two

- three

\`\`\`python
print("hi")
\`\`\`

| a | b |
|---|--:|
| 1 | 2 |

Last $x^2$ words.

[1]: https://example.com
`;

test('a reply read in pieces of any size ends as one read whole', () => {
  const whole = read(REPLY).map((block) => ({ ...block }));
  for (const size of [1, 2, 3, 7, 50]) {
    const reader = new Reader();
    for (let end = 0; end < REPLY.length; end += size) reader.read(REPLY.slice(0, end), false);
    expect(reader.read(REPLY, true)).toEqual(whole);
  }
});

test('a finished block stays the same object while the reply grows, and when it ends', () => {
  const reader = new Reader();
  const before = reader.read('# One\n\nTwo is done.\n\nThree gr', false);
  const after = reader.read('# One\n\nTwo is done.\n\nThree grows.\n\nFour', false);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).not.toBe(before[2]);
  const ended = reader.read('# One\n\nTwo is done.\n\nThree grows.\n\nFour', true);
  expect(ended[2]).toBe(after[2]);
});

test.each([1, 3, 7])('code that grows by %i is read as if it were read anew', (size) => {
  const code =
    'Here:\n\n```html name=page\n<p>\n``\n\n  x ` y\n\n\n```\nand\n\n~~~~\n~~~\nz\n~~~~\n\nend';
  const reader = new Reader();
  for (let end = 0; end <= code.length; end += size) {
    const text = code.slice(0, end);
    expect(reader.read(text, false)).toEqual(read(text, false));
  }
});

test('a retried reply starts anew', () => {
  const reader = new Reader();
  reader.read('# Old\n\nwords\n\nmore', false);
  expect(reader.read('New', false)).toMatchObject([{ html: '<p>New</p>\n' }]);
  expect(reader.read('', false)).toEqual([]);
});

test('code is a block of its own and knows whether it has ended', () => {
  expect(read('```python\nx = 1', false)).toMatchObject([
    { kind: 'code', language: 'python', text: 'x = 1', ended: false },
  ]);
  expect(read('```\nx\n```\n\nand', false)).toMatchObject([
    { kind: 'code', ended: true },
    { kind: 'prose' },
  ]);
});

test('a Korean particle right after strong text does not undo it', () => {
  expect(html('**"마당"**은 굵게, **굵게**도')).toBe(
    '<p><strong>&quot;마당&quot;</strong>은 굵게, <strong>굵게</strong>도</p>\n',
  );
});

test.each([
  ['costs $5 and $10', '<p>costs $5 and $10</p>\n'],
  ['$x$', '<p><span class="maths">x</span></p>\n'],
  ['\\(a < b\\)', '<p><span class="maths">a &lt; b</span></p>\n'],
  ['$$\nx\n$$', '<p><span class="maths" data-display="">x</span></p>'],
  ['\\[ y \\]', '<p><span class="maths" data-display="">y</span></p>'],
])('money is no formula, and a formula is none of Markdown’s: %s', (text, shown) => {
  expect(html(text)).toBe(shown);
});

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['a <img src=x onerror=alert(1)> b', '<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n'],
  ['x<br>y and H<sub>2</sub>O', '<p>x<br>y and H<sub>2</sub>O</p>\n'],
  ['[x](javascript:alert(1))', '<p>x</p>\n'],
  ['[x](/api/battles)', '<p>x</p>\n'],
  ['![cat](https://h.example/c.png)', null],
])('HTML is shown, not obeyed; links lead outward only: %s', (text, shown) => {
  const made = html(text);
  if (shown !== null) expect(made).toBe(shown);
  expect(made).not.toContain('<img');
  expect(made).not.toContain('javascript:');
});

test('an outward link opens apart and tells nobody whence', () => {
  expect(html('[x](https://e.example/?a="b")')).toBe(
    '<p><a href="https://e.example/?a=&quot;b&quot;" target="_blank" rel="noopener noreferrer">x</a></p>\n',
  );
});

test('headings of a reply come below the page’s own', () => {
  expect(html('# a\n\n#### b')).toBe('<h4>a</h4>\n<h6>b</h6>\n');
});

test.each([
  ['a **bold', 'a **bold**'],
  ['a **bo*', 'a **bo**'],
  ['a **', 'a '],
  ['run `npm', 'run `npm`'],
  ['see [docs](https://exa', 'see docs'],
  ['done **bold** and `code`', 'done **bold** and `code`'],
])('what a growing block has only opened is closed: %s', (raw, healed) => {
  expect(heal(raw)).toBe(healed);
});
