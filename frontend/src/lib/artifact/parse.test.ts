import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { safeName } from './names';
import { parse, Parser } from './parse';
import type { Artifact } from './types';

interface Case {
  case: string;
  reply: string;
  artifacts: Artifact[];
}

// The same replies that hold the server's parser.
const replies = new URL('../../../../tests/runwindow/replies/', import.meta.url);

function withoutPlace(found: ReturnType<typeof parse>): Artifact[] {
  return found.map(({ at, ...artifact }) => {
    expect(at).toBeGreaterThanOrEqual(0);
    return artifact;
  });
}

for (const file of readdirSync(replies)) {
  const cases = JSON.parse(readFileSync(new URL(file, replies), 'utf8')) as Case[];
  describe(file, () => {
    it.each(cases)('$case', ({ reply, artifacts }) => {
      expect(withoutPlace(parse(reply))).toEqual(artifacts);
    });

    it.each(cases)('$case, split anywhere', ({ reply, artifacts }) => {
      for (let cut = 0; cut <= reply.length; cut += 1) {
        const parser = new Parser();
        parser.feed(reply.slice(0, cut));
        expect(parser.artifacts).toEqual(parse(reply.slice(0, cut), false));
        parser.feed(reply.slice(cut));
        parser.close();
        expect(withoutPlace(parser.artifacts)).toEqual(artifacts);
      }
    });
  });
}

describe('names', () => {
  it('are never a path', () => {
    expect(safeName('../../secret.env')).toBe('secret.env');
    expect(safeName('C:\\a\\b.svg')).toBe('b.svg');
    expect(safeName('🦀 crab')).toBe('crab');
  });
});

it('says where each block starts', () => {
  const reply = 'a 🦀\n\n```svg name=x\n<svg>\n```\n';
  expect(parse(reply)[0]?.at).toBe(reply.indexOf('```'));
});
