/** Whether this browser can hold a run: without these it is shown as code. */

export function missingFeatures(): string[] {
  const missing: string[] = [];
  const frame = document.createElement('iframe');
  if (!('sandbox' in frame) || !frame.sandbox.supports('allow-scripts'))
    missing.push('iframe sandbox');
  if (typeof MessageChannel === 'undefined') missing.push('MessageChannel');
  if (typeof WeakRef === 'undefined') missing.push('WeakRef');
  if (!('noModule' in HTMLScriptElement.prototype)) missing.push('modules');
  if (!HTMLScriptElement.supports('importmap')) missing.push('import maps');
  return missing;
}
