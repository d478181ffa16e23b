/**
 * No header closes WebRTC in Firefox, and a document within a run would have it anew. But Firefox
 * loads no frame that has ten around it, whoever asks and however: so a run stands there with nine, the
 * page's own and eight that hold nothing else.
 */

const AROUND = 8;
const FILLED = `<!doctype html><style>html,body,iframe{display:block;width:100%;height:100%;margin:0;border:0;overflow:hidden}</style>`;

/** The frame itself, or what to put into the page for it. */
export function nested(frame: HTMLIFrameElement): HTMLIFrameElement {
  if (!CSS.supports('-moz-appearance', 'none')) return frame;
  let outer = frame;
  for (let n = 0; n < AROUND; n++) {
    const around = document.createElement('iframe');
    around.srcdoc = FILLED + outer.outerHTML;
    outer = around;
  }
  return outer;
}

/** The run's own frame, as far as those around it have loaded: it alone can't be looked into. */
export function innermost(outer: HTMLIFrameElement): HTMLIFrameElement {
  const within = outer.contentDocument?.querySelector('iframe');
  return within ? innermost(within) : outer;
}
