/** Numbers and times as a reader of either language expects them. Unknown is a dash. */

import type { Language } from './i18n';

const UNKNOWN = '–';

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/** 0.71 s, 12.4 s: what a stopwatch would show. */
/** Characters as the server counts them. */
export function charactersOf(text: string, language: Language): string {
  return count(Array.from(text).length, language);
}

export function seconds(value: number | null, language: Language): string {
  if (value === null) return UNKNOWN;
  if (value < 0.01) return language === 'ko' ? '0.01초 미만' : '< 0.01 s';
  const digits = value < 10 ? 2 : 1;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return language === 'ko' ? `${number}초` : `${number} s`;
}

/** Tokens a second, or null of too little to tell: the server's own rule (`domain/replies.py`). */
export function speedOf(tokens: number, writing: number): number | null {
  return writing >= 0.3 && tokens >= 8 ? tokens / writing : null;
}

/** US dollars: whole ones bare, cents with two digits, less with two that count. */
export function dollars(value: number | null, language: Language): string {
  if (value === null) return UNKNOWN;
  const digits: Intl.NumberFormatOptions =
    value > 0 && value < 0.01
      ? { maximumSignificantDigits: 2 }
      : { minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 };
  return `$${new Intl.NumberFormat(language, digits).format(value)}`;
}

/** A share of 1 as a whole percentage. */
export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}

/** A chance, which is never quite certain: >99% and <1% at the ends. */
export function chance(share: number, language: Language): string {
  if (share > 0.99) return `>${percent(0.99, language)}`;
  return share < 0.01 ? `<${percent(0.01, language)}` : percent(share, language);
}

/** 12 s, 1:05: how long something has been going on. */
export function elapsed(milliseconds: number, language: Language): string {
  const whole = Math.floor(milliseconds / 1000);
  if (whole < 60) return language === 'ko' ? `${String(whole)}초` : `${String(whole)} s`;
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/** How long ago, in the unit a person would use: 3 minutes ago, yesterday. */
export function ago(then: string, now: number, language: Language): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const passed = Math.max(0, (now - Date.parse(then)) / 1000);
  if (passed < 60) return relative.format(0, 'second');
  if (passed < 3600) return relative.format(-Math.floor(passed / 60), 'minute');
  if (passed < 86_400) return relative.format(-Math.floor(passed / 3600), 'hour');
  if (passed < 604_800) return relative.format(-Math.floor(passed / 86_400), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(Date.parse(then));
}
