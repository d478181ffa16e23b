/**
 * The last wall before a reply's HTML enters the page. `markdown.ts` writes only what is allowed
 * here; if it ever fails to, this still does not let it through.
 */

import DOMPurify from 'dompurify';

const ALLOWED = {
  ALLOWED_TAGS: (
    'p br hr h4 h5 h6 ul ol li blockquote pre code strong em del b i u s mark sub sup kbd a span ' +
    'div table thead tbody tr th td details summary input'
  ).split(' '),
  ALLOWED_ATTR: 'href target rel class start type checked disabled data-display tabindex'.split(
    ' ',
  ),
  // Without this, the pattern for addresses is held against these values too, and drops them.
  ADD_URI_SAFE_ATTR: ['target', 'rel', 'start', 'type', 'tabindex'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
};

export function clean(html: string): string {
  return DOMPurify.sanitize(html, ALLOWED);
}
