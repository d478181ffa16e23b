/**
 * Small things the browser keeps: the language for good, drafts for as long as the tab lives.
 * A browser that refuses storage (private windows, strict settings) forgets them and nothing breaks.
 */

type Drawer = 'local' | 'session';

/** Keep `value`; '' forgets it. Says whether the browser took it. */
export function keep(drawer: Drawer, key: string, value: string): boolean {
  try {
    const storage = open(drawer);
    if (value) storage.setItem(name(key), value);
    else storage.removeItem(name(key));
    return true;
  } catch {
    // Refused or full: what is kept here is a convenience.
    return false;
  }
}

export function recall(drawer: Drawer, key: string): string {
  try {
    return open(drawer).getItem(name(key)) ?? '';
  } catch {
    return '';
  }
}

function open(drawer: Drawer): Storage {
  return drawer === 'local' ? localStorage : sessionStorage;
}

function name(key: string): string {
  return `madang.${key}`;
}
