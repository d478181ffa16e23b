/** What the document says to the runner; read once, and taken out of the artifact's sight. */

export interface Config {
  nonce: string;
  /** The origin of the page that holds the frame; null in a file that stands alone. */
  app: string | null;
  kind: string;
  growing: boolean;
  /** Its text comes later than the runner. */
  begun: boolean;
  language: 'en' | 'ko';
  problems: string[];
}

export function takeConfig(): Config {
  const script = document.currentScript as HTMLScriptElement;
  const config = JSON.parse(script.dataset.madang ?? '{}') as Config;
  script.remove();
  return config;
}
