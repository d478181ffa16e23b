/** What the runner itself says, in the language of whoever looks. */

const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ');

const en = {
  line: (n: number) => `line ${String(n)}`,
  blocked: (what: string) => `Nothing is loaded from elsewhere: ${what}`,
  nowhere: 'Links and forms don’t lead out of here.',
  missing: (names: readonly string[], there: readonly string[]) =>
    `${quoted(names)} ${names.length > 1 ? 'are' : 'is'} not shipped with Madang, and nothing is ` +
    `loaded from elsewhere. There is: ${there.join(', ')}.`,
  missingAsset: (name: string, there: string) =>
    `There is no asset:${name}. There is: ${there || 'none yet'}.`,
  circular: (names: string) => `These use each other: ${names}.`,
  noComponent: 'There is no component to show: export one as default.',
  react: {
    31: 'An object can’t be shown as it is; show one of its fields, or turn it into text.',
    130: 'Something used as a component is undefined: look at its import and its name.',
    185: 'The state changes on every render, without end.',
    300: 'A render called fewer hooks than the one before: no hook may stand behind a condition.',
    301: 'The state changes while rendering, without end.',
    310: 'A render called more hooks than the one before: no hook may stand behind a condition.',
    321: 'A hook was called outside of a component.',
  } as Record<number, string>,
  rows: (shown: number, all: number) =>
    `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} rows`,
  allRows: (all: number) => `${all.toLocaleString('en')} rows`,
  sortBy: (name: string) => `Sort by ${name}`,
  filter: 'Filter rows',
  items: (n: number) => (n === 1 ? '1 item' : `${n.toLocaleString('en')} items`),
  more: (n: number) => `${n.toLocaleString('en')} more`,
  pythonLoading: (percent: number) => `Loading Python… ${String(percent)}%`,
  pythonStarting: 'Starting Python…',
  pythonDone: 'Finished.',
  answer: 'Type an answer and press Enter',
  noInput: 'This browser can’t wait for input() here. Chromium 137 or newer can.',
  noData: (url: string) =>
    `Data must stand in the chart, or be named as asset:name. Nothing is loaded from elsewhere: ${url}`,
  onlyShipped: 'numpy, matplotlib and other packages are not shipped; Python’s own library is.',
};

const ko: typeof en = {
  line: (n) => `${String(n)}번째 줄`,
  blocked: (what) => `밖에서는 아무것도 불러오지 않습니다: ${what}`,
  nowhere: '링크와 폼은 이 창 밖으로 이어지지 않습니다.',
  missing: (names, there) =>
    `${quoted(names)}은(는) 마당에 들어 있지 않고, 밖에서는 아무것도 불러오지 않습니다. ` +
    `있는 것: ${there.join(', ')}.`,
  missingAsset: (name, there) =>
    `asset:${name}은(는) 없습니다. 있는 것: ${there || '아직 없습니다'}.`,
  circular: (names) => `서로를 쓰고 있습니다: ${names}.`,
  noComponent: '보여 줄 컴포넌트가 없습니다. 하나를 default로 내보내 주세요.',
  react: {
    31: '객체는 그대로 보여 줄 수 없습니다. 안의 값을 쓰거나 글자로 바꿔 주세요.',
    130: '컴포넌트로 쓴 것이 undefined입니다. import와 이름을 살펴보세요.',
    185: '그릴 때마다 상태가 바뀌어 끝나지 않습니다.',
    300: '전보다 훅을 적게 불렀습니다. 훅은 조건 뒤에 둘 수 없습니다.',
    301: '그리는 중에 상태가 계속 바뀌어 끝나지 않습니다.',
    310: '전보다 훅을 많이 불렀습니다. 훅은 조건 뒤에 둘 수 없습니다.',
    321: '컴포넌트 밖에서 훅을 불렀습니다.',
  },
  rows: (shown, all) => `${all.toLocaleString('ko')}행 중 ${shown.toLocaleString('ko')}행`,
  allRows: (all) => `${all.toLocaleString('ko')}행`,
  sortBy: (name) => `${name} 기준으로 정렬`,
  filter: '행 거르기',
  items: (n) => `${n.toLocaleString('ko')}개`,
  more: (n) => `${n.toLocaleString('ko')}개 더 보기`,
  pythonLoading: (percent) => `파이썬을 불러오는 중… ${String(percent)}%`,
  pythonStarting: '파이썬을 시작하는 중…',
  pythonDone: '끝났습니다.',
  answer: '답을 적고 Enter를 누르세요',
  noInput: '이 브라우저는 여기서 input()을 기다릴 수 없습니다. Chromium 137 이상이면 됩니다.',
  noData: (url) =>
    `데이터는 차트 안에 적거나 asset:이름으로 가리켜야 합니다. 밖에서는 아무것도 불러오지 않습니다: ${url}`,
  onlyShipped: 'numpy, matplotlib 같은 패키지는 없고 파이썬 기본 라이브러리는 모두 있습니다.',
};

export let say = en;

export function speak(language: string): void {
  say = language === 'ko' ? ko : en;
}
