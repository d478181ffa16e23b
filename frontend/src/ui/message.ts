/** What to tell a person about an error. */

import { ApiError, UNREACHABLE, UNREADABLE } from '../lib/api/client';
import type { Messages } from '../lib/i18n';

/** The server's own sentence where there is one; it comes in the person's language. */
export function explainError(error: unknown, t: Messages): string {
  if (!(error instanceof ApiError)) return t.errors.unexpected;
  if (error.code === UNREACHABLE) return t.errors.unreachable;
  if (error.code === UNREADABLE) return t.errors.unreadable;
  return error.message;
}
