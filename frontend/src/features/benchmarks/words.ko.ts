/** 벤치마크 페이지의 문장, 한국어. 대결이 아니라 이 페이지와 함께 불러옵니다. */

import type { en } from './words.en';

const n2s = (n: number) => n.toLocaleString('ko');

export const ko: typeof en = {
  page: '벤치마크',
  versus: '대',
  everyone: '나머지 모두',
  reference: '견줄 모델',
  rival: '상대',
  both: (n) => `둘 다 공개한 벤치마크 ${n2s(n)}개`,
  change: '다른 표',
  verdict: {
    none: '둘 다 공개했고 문항 수를 아는 벤치마크가 없습니다.',
    of: (n, among) =>
      `차이 ${n2s(n)}개${among > n ? `(모두 ${n2s(among)}개와 함께 판단)` : ''} 가운데 `,
    reliable: (n) => (n === 0 ? '믿을 수 있는 것이 없습니다' : `${n2s(n)}개는 믿을 수 있습니다`),
    names: (of, favour) => `${of}에서는 ${favour} 쪽이 낫습니다`,
    and: ', ',
    tally: (name, ahead, behind) =>
      `${name} 쪽이 앞선 것이 ${n2s(ahead)}개, 뒤진 것이 ${n2s(behind)}개입니다`,
    rest: (n) =>
      `나머지 ${n2s(n)}개는 우연일 수 있습니다. 그만한 차이를 가리기에는 문항이 적습니다.`,
    nothing: '그만한 차이를 가리기에는 문항이 적습니다.',
  },
  confidence: '신뢰 수준',
  correlation: '답의 닮음',
  correlationHint:
    '두 모델이 같은 문항을 맞히고 틀리는 정도입니다. 표에는 없는 값이라 0이면 아무것도 가정하지 않습니다.',
  groups: '묶음 안의 닮음',
  groupsHint:
    '한 지문이나 한 번역 문제 안에서 답이 닮은 정도입니다. 묶음이 있는 벤치마크만 달라집니다.',
  holm: '모두 함께',
  holmHint: '차이를 하나씩이 아니라 표에 있는 모든 차이와 함께 판단합니다(홀름).',
  benchmark: '벤치마크',
  questions: '문항',
  ahead: (name) => `${name} 앞섬`,
  theirs: '상대 점수',
  says: '뜻',
  between: (value, lower, upper) => `차이 ${value}, ${lower}에서 ${upper} 사이`,
  alone: '하나만 보면 의미가 있습니다.',
  unknownItems: '몇 문항?',
  itemsOf: (name) => `${name} 문항 수`,
  itemsHint: '문항 수를 모르면 차이를 판단할 수 없습니다.',
  noError: '레이팅에는 “1287 ± 4”처럼 표준오차가 필요합니다.',
  source: (text) => `문항 수 출처: ${text}`,
  of: (n) => `상대 ${n2s(n)}개`,
  remarks: '읽을 때 살필 점',
  subsets: {
    title: '보여 줄 수 있었던 다른 표들',
    lead: (total, sampled) =>
      `이 벤치마크로 만들 수 있는 표는 ${sampled ? '아주 많아 그중 ' : ''}${n2s(total)}개입니다. 표의 점수를 모두 공개한 모델 가운데 평균으로 선두가 되는 횟수:`,
    led: (led, of) => `${n2s(of)}개 중 ${n2s(led)}개에서 선두`,
    never: '선두인 표가 없음',
    longest: '가장 긴 표',
    leftOut: (names) => `레이팅은 눈금이 달라 뺐습니다: ${names}.`,
  },
  luck: {
    title: '고르기만 해도 오르는 점수',
    tries: '시도한 변형',
    lead: (tries) =>
      `똑같이 좋은 프롬프트, 시드, 체크포인트 ${n2s(tries)}개를 해 보고 가장 나은 것을 발표하면, 나아진 것 없이 점수가 이만큼 오릅니다.`,
    points: (points) => `+${points}점`,
  },
  time: {
    title: '시간에 따라',
    lead: '출시일마다 그때까지 가장 높은 점수와 구간, 그리고 두 번째 점수입니다. 점선은 만점입니다.',
    room: (points) => `만점까지 ${points}점`,
    shrinks: '2위와의 차이가 줄고 있음',
    grows: '2위와의 차이가 벌어지고 있음',
    unclear: '차이가 주는지는 알 수 없음',
    none: '출시일을 몰라 시간에 따라 그릴 수 없습니다.',
    step: (on, leader, score) => `${on}: ${leader} 쪽이 ${score}점으로 선두`,
  },
  people: {
    title: '그럼 사람들은?',
    lead: (n) =>
      `이 표의 모델 ${n2s(n)}개가 순위표에도 있습니다. 점수가 높으면 사람들도 더 좋아할까요? 순위 상관과 그 구간:`,
    none: '이 모델들은 아직 우리 순위표에 점수가 없습니다. 대결을 하거나 파일에서 순위표를 가져와 주세요.',
    unmatched: '그 순위표에서 이 모델들의 이름을 찾지 못했습니다.',
    few: (n) => `모델 ${n2s(n)}개: 너무 적음`,
    turned: '표와 사람들이 엇갈리는 곳',
    turnedNone: '표와 사람들이 확실히 엇갈리는 짝은 없습니다.',
    pair: (benchmark, a, b, points) => `${benchmark}에서는 ${a} 쪽이 ${b}보다 ${points}점 위`,
    people: (b, points) => `사람들은 ${b} 쪽을 ${points}점 위로 봄`,
    also: (n) => `그 밖에 ${n2s(n)}개 짝도 엇갈리지만 우연일 수 있는 크기입니다.`,
    file: '파일에서 순위표 가져오기',
    fileHint: '“madang rank votes.csv --json”이 내는 파일입니다.',
    using: (name) => `순위표: ${name}`,
    own: '우리 순위표 쓰기',
    badFile: '순위표가 아닙니다. “madang rank FILE --json”이 내는 파일을 골라 주세요.',
  },
  tables: {
    title: '표',
    paste: '표 붙여넣기',
    pasteHint:
      'CSV, Markdown, HTML, JSON이나 스프레드시트에서 복사한 칸을 넣어 주세요. 첫 줄에 모델 이름, 첫 칸에 벤치마크 이름이 있어야 합니다. 퍼센트와 1까지의 비율 모두 읽고, 괄호 안의 설정도 남깁니다.',
    name: '표 이름',
    unnamed: '내 표',
    read: '읽기',
    reading: '읽는 중…',
    open: '파일 열기',
    saved: '이 브라우저에 저장됨',
    example: '예시: Claude 3.5 Sonnet의 2024년 6월 발표',
    show: (name) => `${name} 보기`,
    remove: (name) => `${name} 지우기`,
    none: '붙여넣은 표는 이 브라우저에만 저장됩니다.',
    unkept: {
      full: (most) =>
        `이 표는 저장하지 않았습니다. 이미 ${String(most)}개가 저장되어 있습니다. 하나를 지우고 다시 읽어 주세요.`,
      refused: () =>
        '이 표는 저장하지 못했습니다. 브라우저의 저장 공간이 가득 찼거나 막혀 있습니다. 새로 고치면 사라집니다.',
    },
  },
};
