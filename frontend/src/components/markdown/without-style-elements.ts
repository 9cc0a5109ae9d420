/**
 * Runs what would write a style element into the page, which the Content-Security-Policy refuses and
 * reports. Something inert takes its place; what is set as its `innerHTML` holds for the duration through
 * a sheet made by script, which the policy allows, and is handed back. Only one may run at a time.
 */
export async function withoutStyleElements<T>(run: () => Promise<T>): Promise<{ result: T; rules: string }> {
  const sheet = new CSSStyleSheet();
  let rules = '';
  const hold = (written: string) => {
    rules += written;
    sheet.replaceSync(rules);
  };
  document.adoptedStyleSheets.push(sheet);
  document.createElement = ((name: string, options?: ElementCreationOptions) =>
    name === 'style'
      ? standIn(hold)
      : Document.prototype.createElement.call(document, name, options)) as typeof document.createElement;
  try {
    return { result: await run(), rules };
  } finally {
    Reflect.deleteProperty(document, 'createElement');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }
}

/** An element that may be anywhere in a drawing and shows nothing. */
function standIn(onRules: (rules: string) => void): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'metadata');
  Object.defineProperty(element, 'innerHTML', { set: onRules });
  return element;
}
