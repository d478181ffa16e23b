/** A template being written: in pieces or as a file, looked at by the server as it changes. */

import { ApiError } from '../../lib/api/client';
import { keep, recall } from '../../lib/keep';
import * as routes from './routes';
import type { Field, Looked, Template, TemplateView } from './routes';

/** Milliseconds the typing rests before it is looked at. */
const REST = 300;

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
  /** What it was made of: none for a new one. */
  readonly view: TemplateView | null;
  /** The broken file that is being mended. */
  readonly file: string;

  readonly #key: string;
  /** The digest of the file that the draft was made of: what was saved since is not written over. */
  #before = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  private constructor(key: string, view: TemplateView | null, file: string) {
    this.#key = `template.${key}`;
    this.view = view;
    this.file = file;
  }

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
    editing.#recall();
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

  async look(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const looked =
        this.as === 'form'
          ? await routes.checkDraft(this.draft)
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
      if (this.mistake || this.looked?.problems.length) return null;
      const same =
        this.view?.template.slug === this.draft.slug &&
        this.view.template.language === this.draft.language;
      const before = same && this.view?.file ? this.#before : null;
      const saved = await routes.saveTemplate(this.source, before, this.file);
      this.forget();
      return saved;
    } catch (error) {
      this.mistake = error;
      // A reload is then to show what was saved meanwhile; the person is told to copy this first.
      if (error instanceof ApiError && error.code === 'template_changed') this.forget();
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
    return (this.looked?.problems ?? []).filter((problem) => problem.path === path);
  }

  #recall(): void {
    this.#before = this.view?.digest ?? '';
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
