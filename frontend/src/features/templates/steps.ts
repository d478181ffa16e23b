/** What a step with a document asks for, in the language of its template. */

export type Step = keyof typeof en;

const whole = 'Give the whole text again and nothing besides it.';
const en = {
  continue: `Keep what is there, and go on where it ends, in the same manner. ${whole}`,
  shorter: `Make it about half as long. Keep every fact that matters. ${whole}`,
  longer: `Make it longer where the reader would want to know more. Add no facts. ${whole}`,
  simpler: `Say it more simply: short sentences, everyday words, the same facts. ${whole}`,
  warmer: `Make the tone warmer. The facts and what is asked for stay. ${whole}`,
  formal: `Make the tone more formal. The facts and what is asked for stay. ${whole}`,
  page:
    'Make one web page of this text: keep every word of it, lay it out well on wide and narrow ' +
    'screens, with its styles in it and nothing from other addresses. Give the whole page in one ' +
    '```html block named page.html, and nothing besides it.',
};

const 전체 = '고친 글 전체를 다시 쓰고 다른 말은 붙이지 마세요.';
const ko: Record<Step, string> = {
  continue: `있는 글은 두고, 끝난 곳에서 같은 결로 이어 써 주세요. ${전체}`,
  shorter: `절반쯤으로 줄여 주세요. 중요한 사실은 빼지 마세요. ${전체}`,
  longer: `읽는 사람이 더 알고 싶어 할 곳을 늘려 주세요. 없는 사실은 더하지 마세요. ${전체}`,
  simpler: `더 쉽게 써 주세요. 문장은 짧게, 낱말은 쉬운 것으로, 사실은 그대로. ${전체}`,
  warmer: `말투를 더 부드럽게 바꿔 주세요. 사실과 부탁하는 내용은 그대로 둡니다. ${전체}`,
  formal: `말투를 더 격식 있게 바꿔 주세요. 사실과 부탁하는 내용은 그대로 둡니다. ${전체}`,
  page:
    '이 글로 웹 페이지 하나를 만들어 주세요. 글은 한 마디도 바꾸지 말고, 넓은 화면과 좁은 화면에서 모두 ' +
    '보기 좋게 짜 주세요. 스타일은 안에 넣고 다른 주소의 것은 쓰지 마세요. 페이지 전체를 page.html이라는 ' +
    '```html 블록 하나로 주고 다른 말은 붙이지 마세요.',
};

export const steps = { en, ko };

/** Templates whose text is meant to become a page. */
const PAGES = new Set(['landing-page', 'newsletter']);

/** The steps that make sense for what came of a template. */
export function stepsOf(template: string): Step[] {
  const all = Object.keys(en) as Step[];
  return PAGES.has(template) ? all : all.filter((step) => step !== 'page');
}

const edited = {
  en: 'I changed the text. It is now, between the tags:',
  ko: '글을 제가 고쳤습니다. 지금은 꺾쇠표 사이와 같습니다:',
};

/** The next message: what to do, with the document where the person changed it. */
export function nextMessage(wish: string, document: string | null, language: 'en' | 'ko'): string {
  if (document === null) return wish;
  let tag = 'document';
  for (let n = 2; document.includes(`<${tag}>`) || document.includes(`</${tag}>`); n += 1)
    tag = `document-${String(n)}`;
  return `${edited[language]}\n<${tag}>\n${document}\n</${tag}>\n\n${wish}`;
}
