/** What a page or a component holds and does not show: made when first asked for, gone with it. Setting it draws nothing. */
export function privately<T, Owner extends object = object>(make: (owner: Owner) => T): (owner: Owner) => T {
  const all = new WeakMap<object, T>();
  return (owner) => {
    const found = all.get(owner) ?? make(owner);
    all.set(owner, found);
    return found;
  };
}
