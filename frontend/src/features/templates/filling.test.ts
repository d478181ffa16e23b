import { expect, test } from 'vitest';
import { FormFilling } from './filling.svelte';
import type { TemplateView } from './routes';

const view = (example: Record<string, string>) =>
  ({
    template: { slug: 'ad', language: 'ko' },
    form: [
      { key: 'product', label: '상품', required: true },
      { key: 'tone', label: '말투', type: 'choice', required: true, choices: ['담백', '활기'] },
    ],
    example,
    wants_voice: false,
  }) as unknown as TemplateView;

test('what was typed is put aside before the form is filled or emptied, and comes back', () => {
  const form = new FormFilling(view({ product: '밥솥', tone: '담백' }));
  form.fillExample();
  expect(form.aside).toBeNull(); // nobody had typed anything
  form.values = { product: '내 것', tone: '활기' };
  form.fillExample();
  expect(form.values).toEqual({ product: '밥솥', tone: '담백' });
  form.clear(); // the example does not take the place of what was typed
  expect(form.values).toEqual({ product: '', tone: '담백' });
  form.bringBack();
  expect(form.values).toEqual({ product: '내 것', tone: '활기' });
  expect(form.aside).toBeNull();
  form.clear();
  form.values = { product: '다른 것', tone: '담백' };
  form.bringBack();
  expect(form.values.product).toBe('내 것');
  expect(form.aside?.product).toBe('다른 것');
});

test('choices alone are no example', () => {
  expect(new FormFilling(view({ tone: '담백' })).hasExample).toBe(false);
  expect(new FormFilling(view({ product: '밥솥' })).hasExample).toBe(true);
});
