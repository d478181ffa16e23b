/** Showing where the words of a search stand in a text. */

/** The words as one pattern that splits a text into what is between and what was sought. */
export function patternOf(sought: string): RegExp | null {
  const words = sought.split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(${escaped.join('|')})`, 'gi');
}

/** The text in pieces, every second one (from the first on, which may be empty) of what was sought. */
export function pieces(text: string, sought: string): string[] {
  const pattern = patternOf(sought);
  return pattern ? text.split(pattern) : [text];
}

const NAME = 'found';

/** Mark the words where they stand on the page within `element`, in place of what was marked. */
export function mark(element: Element, sought: string): void {
  const pattern = patternOf(sought);
  // A browser without this shows the message itself, which has the focus.
  if (!('highlights' in CSS)) return;
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (pattern && texts.nextNode()) {
    const node = texts.currentNode as Text;
    for (const hit of node.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, hit.index);
      range.setEnd(node, hit.index + hit[0].length);
      ranges.push(range);
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

export function unmark(): void {
  if ('highlights' in CSS) CSS.highlights.delete(NAME);
}
