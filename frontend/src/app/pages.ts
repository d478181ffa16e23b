/** The pages there are. A new one is a line here; what has `nav` stands in the top bar. */

import type { Component } from 'svelte';
import type { Messages } from '../lib/i18n';
import { match, type Params } from '../lib/route';

export interface Page {
  path: string;
  /** What the top bar calls it. */
  nav?: (t: Messages) => string;
  /** The path of the page in the top bar that this one belongs to. */
  within?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a page's props are its path's names
  load: () => Promise<{ default: Component<any> }>;
}

export const pages: readonly Page[] = [
  { path: '/', nav: (t) => t.nav.battle, load: () => import('../features/home/Home.svelte') },
  { path: '/battle/:id', within: '/', load: () => import('../features/battle/Battle.svelte') },
  {
    path: '/chat',
    nav: (t) => t.nav.chat,
    load: () => import('../features/chat/Chat.svelte'),
  },
  {
    path: '/chat/shared/:key',
    within: '/chat',
    load: () => import('../features/chat/Shared.svelte'),
  },
  { path: '/chat/:id', within: '/chat', load: () => import('../features/chat/Chat.svelte') },
  {
    path: '/playground',
    nav: (t) => t.nav.playground,
    load: () => import('../features/playground/Playground.svelte'),
  },
  {
    path: '/templates',
    nav: (t) => t.nav.templates,
    load: () => import('../features/templates/Gallery.svelte'),
  },
  {
    path: '/templates/new',
    within: '/templates',
    load: () => import('../features/templates/Editor.svelte'),
  },
  {
    path: '/templates/:slug',
    within: '/templates',
    load: () => import('../features/templates/Template.svelte'),
  },
  {
    path: '/templates/:slug/edit',
    within: '/templates',
    load: () => import('../features/templates/Editor.svelte'),
  },
  {
    path: '/templates/mend/:file',
    within: '/templates',
    load: () => import('../features/templates/Editor.svelte'),
  },
  {
    path: '/templates/:slug/document/:chat',
    within: '/templates',
    load: () => import('../features/templates/Template.svelte'),
  },
  {
    path: '/leaderboard',
    nav: (t) => t.nav.leaderboard,
    load: () => import('../features/leaderboard/Leaderboard.svelte'),
  },
  {
    path: '/leaderboard/exposure',
    within: '/leaderboard',
    load: () => import('../features/leaderboard/Exposure.svelte'),
  },
  {
    path: '/contestant/:slug',
    within: '/leaderboard',
    load: () => import('../features/contestant/Contestant.svelte'),
  },
  {
    path: '/pair/:a/:b',
    within: '/leaderboard',
    load: () => import('../features/pair/Pair.svelte'),
  },
  {
    path: '/benchmarks',
    nav: (t) => t.nav.benchmarks,
    load: () => import('../features/benchmarks/Benchmarks.svelte'),
  },
  { path: '/examples', load: () => import('../features/examples/Examples.svelte') },
  { path: '/s/:key', load: () => import('../features/artifact/Shared.svelte') },
  { path: '/battles', load: () => import('../features/battles/Battles.svelte') },
];

export interface Found {
  page: Page;
  params: Params;
}

export function find(path: string): Found | null {
  for (const page of pages) {
    const params = match(page.path, path);
    if (params) return { page, params };
  }
  return null;
}
