/** The server's routes for chats as functions; errors are those of `client.ts`. */

import { ask } from './client';
import type {
  Asked,
  Chat,
  FileView,
  Folder,
  Found,
  Head,
  ImportProgress,
  Preferences,
  SharedChat,
  ShareLink,
  Shelf,
} from './chat-types';

export interface Saying {
  text: string;
  after: string | null;
  branch?: boolean;
  files?: string[];
  contestant?: string;
}

export type HeadChange = Partial<Pick<Head, 'title' | 'pinned' | 'archived'>> & { folder?: string };

export const fetchShelf = (): Promise<Shelf> => ask('GET', '/api/chats');

export const search = (words: string): Promise<{ found: Found[] }> =>
  ask('GET', `/api/chats/search?words=${encodeURIComponent(words)}`);

export const fetchChat = (id: string): Promise<Chat> => ask('GET', at(id));

export const streamOf = (id: string): string => `${at(id)}/stream`;

/** Begin a chat with its first question; where that is refused there is no chat. */
export const begin = (
  beginning: Pick<Saying, 'text' | 'files' | 'contestant'>,
): Promise<{ id: string }> => ask('POST', '/api/chats', beginning);

export const say = (id: string, saying: Saying): Promise<Asked> =>
  ask('POST', `${at(id)}/messages`, saying);

/** Have a question answered anew, by someone else where a contestant is named. */
export const answer = (
  id: string,
  message: string,
  by: { contestant?: string | undefined; count?: number } = {},
): Promise<Asked> => ask('POST', `${at(id, message)}/replies`, by);

export const stop = (id: string): Promise<Head> => ask('POST', `${at(id)}/stop`);

export const choose = (id: string, leaf: string): Promise<Head> =>
  ask('PUT', `${at(id)}/leaf`, { leaf });

export const stand = (id: string, contestant: string): Promise<Head> =>
  ask('PUT', `${at(id)}/contestant`, { contestant });

export const prune = (id: string, message: string): Promise<void> => drop(`${at(id, message)}`);

export const remove = (id: string): Promise<void> => drop(at(id));

export const change = (id: string, wanted: HeadChange): Promise<Head> =>
  ask('PATCH', at(id), wanted);

export const addFolder = (name: string): Promise<Folder> => ask('POST', '/api/folders', { name });

export const renameFolder = (id: string, name: string): Promise<Folder> =>
  ask('PATCH', `/api/folders/${id}`, { name });

export const removeFolder = (id: string): Promise<void> => drop(`/api/folders/${id}`);

export const fetchPreferences = (): Promise<Preferences> => ask('GET', '/api/preferences');

export const prefer = (wanted: Preferences): Promise<Preferences> =>
  ask('PUT', '/api/preferences', wanted);

export const askSecond = (id: string, message: string): Promise<{ battle: string }> =>
  ask('POST', `${at(id, message)}/battle`);

export const goOn = (battle: string, side?: 'a' | 'b'): Promise<{ chat: string }> =>
  ask('POST', `/api/battles/${encodeURIComponent(battle)}/continue`, side ? { side } : {});

export const summarise = (id: string): Promise<Head> => ask('POST', `${at(id)}/summary`);

export const stopSummary = (id: string): Promise<void> => drop(`${at(id)}/summary`);

export const forgetSummary = (id: string, message: string): Promise<Head> =>
  ask('DELETE', `${at(id, message)}/summary`);

export const fetchShares = (id: string): Promise<{ links: ShareLink[] }> =>
  ask('GET', `${at(id)}/shares`);

export const share = (id: string): Promise<ShareLink> => ask('POST', `${at(id)}/shares`);

export const takeBack = (id: string, key: string): Promise<void> => drop(`${at(id)}/shares/${key}`);

export const fetchShared = (key: string): Promise<SharedChat> =>
  ask('GET', `/api/shared-chats/${encodeURIComponent(key)}`);

export const exportOf = (id: string, form: string, language: string): string =>
  `${at(id)}/export?form=${form}&language=${language}`;

export const fileOf = (id: string, file: string): string => `${at(id)}/files/${file}`;

export const sharedFileOf = (key: string, file: string): string =>
  `/api/shared-chats/${encodeURIComponent(key)}/files/${file}`;

export const give = (file: File): Promise<FileView> =>
  ask('POST', `/api/files?name=${encodeURIComponent(file.name)}`, file);

export const dropFile = (id: string): Promise<void> => drop(`/api/files/${id}`);

export const fetchImports = (): Promise<{ imports: ImportProgress[] }> =>
  ask('GET', '/api/chat-imports');

export const announceImport = (name: string, size: number): Promise<ImportProgress> =>
  ask('POST', '/api/chat-imports', { name, size });

export const fetchImport = (id: string): Promise<ImportProgress> =>
  ask('GET', `/api/chat-imports/${id}`);

export const sendPiece = (id: string, offset: number, piece: Blob): Promise<{ received: number }> =>
  ask('PUT', `/api/chat-imports/${id}?offset=${String(offset)}`, piece);

export const forgetImport = (id: string): Promise<void> => drop(`/api/chat-imports/${id}`);

function at(id: string, message?: string): string {
  const chat = `/api/chats/${encodeURIComponent(id)}`;
  return message ? `${chat}/messages/${encodeURIComponent(message)}` : chat;
}

/** Ask for something to be gone; nothing comes back. */
function drop(path: string): Promise<void> {
  return ask('DELETE', path);
}
