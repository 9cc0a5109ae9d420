/** Reads optional texts from the address; whatever else stands there is ignored. */
export function texts<K extends string>(...names: K[]): (search: Record<string, unknown>) => { [name in K]?: string } {
  return (search) => {
    const found: { [name in K]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') found[name] = value;
    }
    return found;
  };
}

/** Reads optional whole numbers from 0 on from the address; whatever else stands there is ignored. */
export function counts<K extends string>(...names: K[]): (search: Record<string, unknown>) => { [name in K]?: number } {
  return (search) => {
    const found: { [name in K]?: number } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) found[name] = value;
    }
    return found;
  };
}
