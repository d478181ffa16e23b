/** A new chat that begins with an artifact, and whatever it uses. */

import { place } from '../../app/location.svelte';
import { ask } from '../../lib/api/client';
import { keptOf, saveEdit } from '../../lib/api/places';
import type { Source } from '../../lib/artifact/types';

export async function remix({ artifact, assets }: Source): Promise<void> {
  const { id } = await ask<{ id: string }>('POST', '/api/chats', {});
  for (const held of [...assets, artifact]) {
    await saveEdit(id, { ...keptOf(held), author: 'remix', after: 0 });
  }
  place.go(`/chat/${id}`);
}
