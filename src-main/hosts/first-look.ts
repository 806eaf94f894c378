/** Attributes of the document's root that its style sheet reads before any script has run. */
const STYLED = ['theme', 'direction', 'density'] as const;
/** With whether the window is locked, which decides what is drawn first. */
const LOOK_ATTRIBUTES = [...STYLED, 'lock'] as const;

/** What the window is to look like from its first paint on: what of the attributes is known. */
export type FirstLook = Readonly<Partial<Record<(typeof LOOK_ATTRIBUTES)[number], string>>>;

/** The look of a window as it stands: what it kept of its appearance, and its lock. */
export function lookOf(app: { appearance(): string | null; locked(): boolean }): FirstLook {
  return { ...firstLook(app.appearance()), ...(app.locked() ? { lock: 'shut' } : {}) };
}

const WORD = /^[a-z][a-z-]{0,19}$/u;

/** The look in an appearance that the window kept; nothing of what is no such text. */
export function firstLook(appearance: string | null): FirstLook {
  try {
    const kept: unknown = JSON.parse(appearance ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const known = kept as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      STYLED.flatMap((name) => {
        const value = known[name];
        return typeof value === 'string' && WORD.test(value) ? [[name, value]] : [];
      }),
    );
  } catch {
    // What the window kept is no JSON: it starts as on a first start.
    return {};
  }
}

/** The window's document with the look in the attributes of its root. */
export function withFirstLook(html: string, look: FirstLook): string {
  return html.replace(/<html[^>]*>/u, (root) =>
    LOOK_ATTRIBUTES.reduce(
      (tag, name) =>
        look[name] === undefined ? tag : tag.replace(new RegExp(`data-${name}="[^"]*"`, 'u'), `data-${name}="${look[name]}"`),
      root,
    ),
  );
}

/** The canvas behind the page while nothing has painted: light only where the window is known to be light. */
export function isLightFirst(look: FirstLook, systemIsLight: boolean): boolean {
  return look.theme === 'light' || (look.theme === 'system' && systemIsLight);
}
