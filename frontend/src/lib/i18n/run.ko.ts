/** 실행창 둘레의 문장, 한국어. */

import type { run as english } from './run.en';

export const run: typeof english = {
  loading: '시작하는 중…',
  hung: '3초째 응답이 없습니다.',
  stop: '멈추기',
  wait: '기다리기',
  hidden: '다른 곳에 입력하는 사이에 키보드를 가져가려 해서 숨겼습니다.',
  show: '다시 보기',
  stopped: '멈췄습니다.',
  unfinished: '다 쓰기 전에 답이 끝나서 실행하지 않았습니다.',
  anyway: '이대로 실행하기',
  again: '다시 실행',
  flooded: '페이지가 감당할 수 없을 만큼 메시지를 보내 치웠습니다.',
  left: '다른 주소로 옮겨 가려 했습니다. 실행창은 제자리에 머물러야 해서 치웠습니다.',
  silent: '시작되지 않았습니다. 브라우저가 실행용 주소에 닿지 못하는 것 같습니다.',
  unreachable: '마당에 연결하지 못했습니다. 켜져 있는지 보고 다시 실행해 주세요.',
  unsupported: (missing) =>
    `이 브라우저에서는 안전하게 실행할 수 없어(없는 기능: ${missing}) 코드를 보여 드립니다.`,
  shared:
    '실행창이 이 페이지와 주소를 함께 씁니다. 한쪽이 끝없이 돌면 다른 쪽도 느려질 수 있습니다. 실행용 도메인(sandbox_origin)을 따로 두면 괜찮습니다.',
};
