/** React: the source is compiled here, its imports are looked after, and what it exports is shown. */

import type * as Client from 'react-dom/client';
import type * as React from 'react';
import { readSource, take } from '../handle';
import { Compiler, Unfit } from '../compile';
import { say, speak } from '../sentences';
import { drawWrong, type Wrong } from '../wrong';

const handle = take();
speak(handle.config.language);
const source = readSource();
const root = document.getElementById('root') as HTMLElement;
/** Why a render failed, where React itself says it by a number only. */
let reason: string | undefined;
const load = (name: string) => import(/* @vite-ignore */ name) as Promise<Record<string, never>>;

void begin();

async function begin(): Promise<void> {
  const { tailwind } = source.files;
  const dressed = tailwind && source.text.includes('className') ? dress(tailwind) : undefined;
  try {
    const compiler = new Compiler(source.used, shippedNames(), handle);
    const [url, react, dom, client] = await Promise.all([
      compiler.module(source.name, source.text, source.language),
      load('react'),
      load('react-dom'),
      load('react-dom/client'),
    ]);
    Object.assign(window, { React: react, ReactDOM: { ...dom, ...client } });
    await Promise.all([dressed, ...[...compiler.libraries].map(load)]);
    handle.send({ t: 'loaded' });
    await handle.started;
    fill();
    const made = (await load(url)) as { default?: unknown };
    if (made.default !== undefined) render(made.default, react, dom, client);
    else if (!/createRoot|\.render\s*\(/.test(source.text)) throw new Unfit(say.noComponent);
    handle.send({ t: 'ready' });
    const wrong = await handle.settle();
    if (wrong) end({ ...wrong, text: reason ?? wrong.text });
    else handle.send({ t: 'started' });
  } catch (error) {
    fail(error);
  }
}

/** An app draws its own edge; whatever its styles say of the body goes before this. */
function fill(): void {
  const style = document.createElement('style');
  style.textContent = ':where(body){margin:0}';
  document.head.prepend(style);
}

function render(component: unknown, react: unknown, dom: unknown, client: unknown): void {
  const { createElement } = react as typeof React;
  const { flushSync } = dom as { flushSync: (act: () => void) => void };
  const { createRoot } = client as typeof Client;
  const report = (error: unknown) => {
    const { message } = error as Error;
    const known = say.react[Number(/React error #(\d+)/.exec(message)?.[1])];
    if (known) handle.tell('error', known, handle.placeIn((error as Error).stack));
    reason ??= known;
    reportError(error);
  };
  const place = createRoot(root, { onUncaughtError: report });
  const isElement = typeof component === 'object' && component !== null && 'props' in component;
  flushSync(() => {
    place.render(isElement ? component : createElement(component, {}));
  });
}

function fail(error: unknown): void {
  const list = error instanceof Unfit && error.all.length > 0 ? error.all : [error];
  const wrongs = list.map(explain);
  for (const wrong of wrongs) handle.tell('error', wrong.text, wrong);
  if (wrongs[0]) end(wrongs[0]);
}

function explain(error: unknown): Wrong {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Unfit && error.line !== null)
    return { text, line: error.line, column: error.column };
  return { text, ...(lineOfName(text) ?? handle.placeIn(error instanceof Error && error.stack)) };
}

/** It doesn't run: the reason stands in its place. */
function end(wrong: Wrong): void {
  document.body.replaceChildren(drawWrong(wrong, source.text));
  handle.send({ t: 'failed', text: wrong.text });
}

/** What a module does not export is named, without a line. */
function lineOfName(text: string): { line: number; column: null } | null {
  const name =
    /export(?:ed)? (?:named )?['‘]?([\w$]+)/.exec(text)?.[1] ?? /import: (\w+)/.exec(text)?.[1];
  if (!name || !/export|import/.test(text)) return null;
  const at = source.text.search(new RegExp(`\\b${name.replace(/\$/g, '\\$')}\\b`));
  return at < 0 ? null : { line: source.text.slice(0, at).split('\n').length, column: null };
}

function shippedNames(): string[] {
  const map = document.querySelector('script[type=importmap]')?.textContent ?? '{}';
  return Object.keys((JSON.parse(map) as { imports: Record<string, string> }).imports);
}

function dress(url: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = script.onerror = () => {
      resolve();
    };
    document.head.append(script);
  });
}
