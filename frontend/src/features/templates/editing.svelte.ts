/** A template being written: in pieces or as a file, looked at by the server as it changes. */

import { SvelteSet } from 'svelte/reactivity';
import { keep, recall } from '../../lib/keep';
import { freeName, latin } from '../../lib/naming';
import * as routes from './routes';
import type { Field, Looked, Template, TemplateView } from './routes';

/** Milliseconds the typing rests before it is looked at. */
const REST = 300;
/** Madang fills these itself. */
const RESERVED = ['tone', 'length', 'language', 'voice'];

export type Piece = Required<Field>;
export interface Draft extends Omit<Required<Template>, 'fields'> {
  fields: Piece[];
}

export function emptyDraft(language: 'en' | 'ko'): Draft {
  return {
    slug: '',
    language,
    kind: 'office',
    name: '',
    description: '',
    prompt: '',
    fields: [emptyPiece()],
    tones: [],
    lengths: [],
    languages: [],
  };
}

export function emptyPiece(): Piece {
  return { key: '', label: '', type: 'line', hint: '', required: true, example: '', choices: [] };
}

/** A draft as the browser keeps it. */
interface Left extends Partial<Pick<Editing, 'as' | 'draft' | 'source'>> {
  before?: string;
}

export class Editing {
  draft = $state<Draft>(emptyDraft('en'));
  source = $state('');
  as = $state<'form' | 'file'>('form');
  looked = $state.raw<Looked | null>(null);
  /** Why it can't be looked at or kept. */
  mistake = $state.raw<unknown>(null);
  saving = $state(false);
  /** Say all that is wrong: someone has tried to save it, or it was finished once. */
  strict = $state(false);
  /** What it was made of: none for a new one. */
  readonly view: TemplateView | null;
  /** The broken file that is being mended. */
  readonly file: string;

  readonly #touched = new SvelteSet<string>();
  #taken: string[] = [];
  readonly #key: string;
  /** The digest of the file that the draft was made of: what was saved since is not written over. */
  #before = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  private constructor(key: string, view: TemplateView | null, file: string) {
    this.#key = `template.${key}`;
    this.view = view;
    this.file = file;
    this.strict = view !== null || file !== '';
  }

  problems = $derived.by(() => this.looked?.problems ?? []);
  /** What is wrong as far as it is to be said yet; of a file, all of it. */
  shown = $derived.by(() =>
    this.as === 'file' || this.strict
      ? this.problems
      : this.problems.filter(({ path }) => this.#touched.has(path)),
  );

  static async open(
    slug: string | undefined,
    file: string | undefined,
    language: 'en' | 'ko',
  ): Promise<Editing> {
    const view = slug ? await routes.fetchTemplate(slug) : null;
    const key = view ? `${view.template.slug}.${view.template.language}` : (file ?? 'new');
    const editing = new Editing(key, view, file ?? '');
    const looked = file ? await routes.fetchFile(file) : null;
    if (view) editing.draft = whole(view.template);
    else if (looked?.draft) editing.draft = whole(looked.draft);
    else editing.draft = emptyDraft(language);
    editing.source = view?.source ?? looked?.source ?? '';
    if (looked) editing.as = 'file';
    if (!view && !file) {
      const { templates } = await routes.fetchGallery();
      editing.#taken = templates.map((one) => one.slug);
    }
    editing.#recall((view ?? looked)?.digest ?? '');
    await editing.look();
    return editing;
  }

  /** After every change. */
  changed(): void {
    const { as, draft, source } = this;
    const left = JSON.stringify({ as, draft, source, before: this.#before });
    keep('session', this.#key, left);
    keep('local', this.#key, left);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), REST);
  }

  /** A box was changed and left. */
  touch(path: string): void {
    this.#touched.add(path);
  }

  /** Suggest what machines go by, where people have a name for it and nothing stands there yet. */
  suggestSlug(): void {
    const { draft } = this;
    if (draft.name.trim()) draft.slug ||= freeName(latin(draft.name), 'template', this.#taken);
  }

  suggestKey(piece: Piece): void {
    const taken = [...RESERVED, ...this.draft.fields.map(({ key }) => key)];
    if (piece.label.trim()) piece.key ||= freeName(latin(piece.label, '_'), 'field', taken, '_');
  }

  async look(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const looked =
        this.as === 'form'
          ? await routes.checkDraft(unblank(this.draft))
          : await routes.checkSource(this.source);
      if (asked !== this.#asked) return;
      this.looked = looked;
      if (this.as === 'form') this.source = looked.source;
      else if (looked.draft) this.draft = whole(looked.draft);
      this.mistake = null;
    } catch (error) {
      if (asked === this.#asked) this.mistake = error;
    }
  }

  /** Keep it; gives the template as it then is, or null where it could not be kept. */
  async save(): Promise<TemplateView | null> {
    clearTimeout(this.#timer);
    this.saving = true;
    try {
      await this.look();
      this.strict = true;
      if (this.mistake || this.problems.length > 0) return null;
      const same =
        this.view?.template.slug === this.draft.slug &&
        this.view.template.language === this.draft.language;
      const before = this.file || (same && this.view?.file) ? this.#before : null;
      const saved = await routes.saveTemplate(this.source, before, this.file);
      this.forget();
      return saved;
    } catch (error) {
      this.mistake = error;
      return null;
    } finally {
      this.saving = false;
    }
  }

  forget(): void {
    clearTimeout(this.#timer);
    keep('session', this.#key, '');
    keep('local', this.#key, '');
  }

  /** What is wrong with one piece, such as `fields.0.key`. */
  at(path: string): routes.Problem[] {
    return this.shown.filter((problem) => problem.path === path);
  }

  #recall(before: string): void {
    this.#before = before;
    try {
      const mine = recall('session', this.#key);
      const kept = JSON.parse(mine || recall('local', this.#key) || 'null') as Left | null;
      // Another tab's is taken up only as long as it is about the file as it stands.
      if (!mine && kept?.before !== this.#before) return;
      this.#before = kept?.before ?? this.#before;
      if (kept?.draft) this.draft = kept.draft;
      if (kept?.source !== undefined) this.source = kept.source;
      if (kept?.as) this.as = kept.as;
    } catch {
      // What can't be read was not worth keeping.
    }
  }
}

function whole(template: Template): Draft {
  return {
    ...emptyDraft(template.language),
    ...template,
    fields: template.fields.map((field) => ({ ...emptyPiece(), ...field })),
  };
}

/** Without the empty lines of lists that are still being typed. */
function unblank(draft: Draft): Draft {
  const full = (lines: string[]) => lines.filter((line) => line.trim());
  return {
    ...draft,
    tones: full(draft.tones),
    lengths: full(draft.lengths),
    languages: full(draft.languages),
    fields: draft.fields.map((field) => ({ ...field, choices: full(field.choices) })),
  };
}
