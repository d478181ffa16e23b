/** One run of the playground: asked with one request, read as it comes, stopped by its id. */

import { ApiError, ask, failure, headers, UNREACHABLE, UNREADABLE } from '../api/client';
import type { components } from '../api/schema';
import { parser } from '../stream';

export type ColumnBody = components['schemas']['Column'];

export interface RunBody {
  columns: ColumnBody[];
  prompt: string;
  cases: Record<string, string>[];
}

export interface Place {
  case: number;
  column: number;
}

/** New text of a cell; its first also says how long it was waited for, in seconds. */
export interface Grown extends Place {
  text: string;
  first_word?: number;
}

export interface End extends Place {
  state: 'done' | 'failed' | 'stopped';
  code: string | null;
  reason: string | null;
  stop_reason: string | null;
  first_word: number | null;
  total: number | null;
  tokens_in: number | null;
  tokens_out: number | null;
  tokens_per_second: number | null;
  cost: number | null;
}

export interface Listening {
  signal: AbortSignal;
  onRun: (id: string) => void;
  onCell: (place: Place) => void;
  onText: (text: Grown) => void;
  onEnd: (end: End) => void;
}

/**
 * Run it to its end, or until `signal` aborts.
 * @throws {ApiError} the server refused it, or was lost before the end
 */
export async function run(body: RunBody, listening: Listening): Promise<void> {
  let over = false;
  const feed = parser(({ name, data }) => {
    if (name === 'run') listening.onRun((data as { run: string }).run);
    else if (name === 'cell') listening.onCell(data as Place);
    else if (name === 'text') listening.onText(data as Grown);
    else if (name === 'end') listening.onEnd(data as End);
    else if (name === 'done') over = true;
  });
  try {
    const response = await fetch('/api/playground/runs', {
      method: 'POST',
      headers: headers({ 'Content-Type': 'application/json', Accept: 'text/event-stream' }),
      body: JSON.stringify(body),
      signal: listening.signal,
    });
    if (!response.ok) throw await failure(response);
    if (!response.body) throw new ApiError(UNREADABLE);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      feed(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    if (listening.signal.aborted) return;
    throw error instanceof ApiError ? error : new ApiError(UNREACHABLE);
  }
  if (!over && !listening.signal.aborted) throw new ApiError(UNREACHABLE);
}

export function stop(id: string, place?: Place): Promise<unknown> {
  return ask('POST', `/api/playground/runs/${encodeURIComponent(id)}/stop`, place);
}
