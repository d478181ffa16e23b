/**
 * One way to ask the server, and one shape of error, whatever went wrong.
 * The event stream is in `stream.ts`; what the routes are, in `routes.ts`.
 */

export type Details = Record<string, unknown>;

/** Codes of our own, for what never reached the server or came back unreadable. */
export const UNREACHABLE = 'unreachable';
export const UNREADABLE = 'unreadable';

/** `message` is the server's sentence in the caller's language; empty for the two codes above. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Details;

  constructor(code: string, message = '', status = 0, details: Details = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

const NO_CONTENT = 204;
const BYTES = 'application/octet-stream';

let language = 'en';

/** Say in which language the server's messages are wanted, from now on. */
export function speak(tag: string): void {
  language = tag;
}

export function headers(more: Record<string, string> = {}): Record<string, string> {
  return { 'Accept-Language': language, ...more };
}

let ahead = 0;

/** Now by the server's clock, to the second: deadlines are the server's, and clocks differ. */
export function serverNow(): number {
  return Date.now() + ahead;
}

function compareClocks(response: Response): void {
  const date = Date.parse(response.headers.get('Date') ?? '');
  // The header drops fractions of a second; less than that is no difference.
  if (!Number.isNaN(date)) ahead = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
}

/**
 * Ask and read the JSON answer; where there is none to read, it is undefined.
 * @throws {ApiError} the server's own error, or UNREACHABLE or UNREADABLE
 */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await reach(method, path, body);
  if (response.status === NO_CONTENT) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError(UNREADABLE, '', response.status);
  }
}

/**
 * Ask for what need not be JSON. A file is sent as it is.
 * @throws {ApiError} the server's own error, or UNREACHABLE
 */
export async function reach(method: string, path: string, body?: unknown): Promise<Response> {
  const init: RequestInit = { method, headers: headers() };
  if (body !== undefined) {
    const file = body instanceof Blob;
    init.headers = headers({ 'Content-Type': file ? BYTES : 'application/json' });
    init.body = file ? body : JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError(UNREACHABLE);
  }
  compareClocks(response);
  if (!response.ok) throw await failure(response);
  return response;
}

/** The error that an answer which is not ok carries. */
export async function failure(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as {
      error: { code: string; message: string; details?: Details };
    };
    return new ApiError(error.code, error.message, response.status, error.details ?? {});
  } catch {
    return new ApiError(UNREADABLE, '', response.status);
  }
}
