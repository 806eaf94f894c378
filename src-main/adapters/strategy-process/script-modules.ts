import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';
import { type Context, SourceTextModule } from 'node:vm';
import { ScriptFault } from './script-fault.ts';
import { dynamicImport, placeInHead, placeInModule, placeInStack, placeOfImport } from './script-places.ts';

/** The modules of a script, compiled in a realm from text alone: nothing is looked for on a disk. */
export class ScriptModules {
  private readonly texts: Readonly<Record<string, string>>;
  private readonly context: Context;
  private readonly modules = new Map<string, SourceTextModule>();

  constructor(texts: Readonly<Record<string, string>>, context: Context) {
    this.texts = texts;
    this.context = context;
  }

  /** Files that take part, the entry first. */
  get files(): readonly string[] {
    return [...this.modules.keys()];
  }

  /**
   * Compiles a file and everything it imports, runs them once, and gives what it exports. Throws a `ScriptFault`. The exports stay in their
   * wrapping: a promise would call whatever their default names `then`.
   */
  async run(entry: string): Promise<{ readonly namespace: object }> {
    const main = this.compile(entry, entry);
    for (const file of this.modules.keys()) this.followImports(file);
    try {
      await main.link((specifier, from) => this.modules.get(this.resolve(specifier, from.identifier))!);
    } catch (thrown) {
      throw this.linkFault(thrown);
    }
    try {
      await main.evaluate();
    } catch (thrown) {
      throw this.evaluationFault(thrown, entry);
    }
    return { namespace: main.namespace };
  }

  private followImports(file: string): void {
    for (const { specifier } of this.modules.get(file)!.moduleRequests) {
      const path = this.resolve(specifier, file);
      if (!this.modules.has(path)) this.compile(path, file);
    }
  }

  private resolve(specifier: string, from: string): string {
    const refuse = (problem: string): never => {
      throw new ScriptFault(placeOfImport(from, this.texts[from]!, specifier), problem);
    };
    if (!/^\.\.?\//u.test(specifier))
      refuse(`"${specifier}" cannot be imported: a strategy may import files of its own folder alone, by a path such as "./tools.ts".`);
    const path = posix.join(posix.dirname(from), specifier);
    if (path.startsWith('../')) refuse(`"${specifier}" leads out of the strategies' folder.`);
    const found = [path, `${path}.ts`, path.replace(/\.js$/u, '.ts')].find((candidate) => Object.hasOwn(this.texts, candidate));
    if (found !== undefined) return found;
    const types = /(?:^|\/)cryptoorch(?:\.d)?(?:\.ts)?$/u.test(path);
    return refuse(
      types ? `"${specifier}" holds types alone: write "import type".` : `"${specifier}" is no file of the strategies' folder.`,
    );
  }

  private compile(file: string, from: string): SourceTextModule {
    const text = this.texts[file];
    if (text === undefined) throw new ScriptFault(from, `${file} is no file of the strategies' folder.`);
    const script = strip(file, text);
    const dynamic = dynamicImport(file, script);
    if (dynamic !== null) throw new ScriptFault(dynamic, 'import() and import.meta are not offered; import at the top of the file.');
    try {
      const compiled = new SourceTextModule(script, { context: this.context, identifier: file });
      this.modules.set(file, compiled);
      return compiled;
    } catch (thrown) {
      throw new ScriptFault(placeInModule(file, script), messageOf(thrown));
    }
  }

  /** A name that a file does not export: V8 says which one, of which file, but not where it is imported. */
  private linkFault(thrown: unknown): unknown {
    if (thrown instanceof ScriptFault) return thrown;
    const message = messageOf(thrown);
    const specifier = /module '([^']+)'/u.exec(message)?.[1];
    const file = this.files.find((name) => this.modules.get(name)!.moduleRequests.some((request) => request.specifier === specifier));
    if (specifier === undefined || file === undefined) return new ScriptFault(this.files[0]!, message);
    return new ScriptFault(placeOfImport(file, this.texts[file]!, specifier), message);
  }

  private evaluationFault(thrown: unknown, entry: string): ScriptFault {
    const stack = stackOf(thrown);
    const place = placeInStack(stack, this.files);
    return new ScriptFault(place === '' ? entry : place, messageOf(thrown));
  }
}

function strip(file: string, text: string): string {
  try {
    return stripTypeScriptTypes(text, { mode: 'strip' });
  } catch (thrown) {
    const hint = codeOf(thrown) === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? ' Write it in plain JavaScript with types.' : '';
    throw new ScriptFault(placeInHead(stackOf(thrown), file), `${messageOf(thrown)}.${hint}`);
  }
}

function field(thrown: unknown, name: string): string {
  try {
    const value = typeof thrown === 'object' && thrown !== null ? (thrown as Readonly<Record<string, unknown>>)[name] : undefined;
    return typeof value === 'string' ? value : '';
  } catch {
    // A thrown thing of the user's own may refuse to be looked at.
    return '';
  }
}

const stackOf = (thrown: unknown): string => field(thrown, 'stack');
const codeOf = (thrown: unknown): string => field(thrown, 'code');

function messageOf(thrown: unknown): string {
  const message = field(thrown, 'message');
  return message === '' ? 'something was thrown that says nothing' : message.slice(0, 500);
}
