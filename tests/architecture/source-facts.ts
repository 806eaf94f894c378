import ts from 'typescript';

/** One import, export-from, dynamic import or import type. */
export interface ImportFact {
  readonly specifier: string;
  readonly line: number;
}

/** One use of a name that the file does not declare. */
export interface GlobalUse {
  readonly name: string;
  readonly member: string | undefined;
  readonly construct: boolean;
  readonly line: number;
}

/** One function with a body. */
export interface FunctionFact {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly parameters: number;
}

/** One exported declaration. */
export interface ExportFact {
  readonly name: string;
  readonly line: number;
  readonly documented: boolean;
}

/** What the house rules need to know of a source file. */
export interface SourceFacts {
  readonly path: string;
  readonly lines: readonly string[];
  readonly imports: readonly ImportFact[];
  readonly globals: readonly GlobalUse[];
  readonly functions: readonly FunctionFact[];
  readonly exports: readonly ExportFact[];
  readonly defaultExports: readonly number[];
  readonly anyTypes: readonly number[];
  readonly reExportStars: readonly number[];
  /** True when the file declares nothing and passes on what others declare. */
  readonly onlyPassesOn: boolean;
}

/** Reads one file. Pure syntax: no other file is opened. */
export function readFacts(path: string, text: string): SourceFacts {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const nodes = everyNode(source);
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const declared = new Set(nodes.flatMap(declaredNames));
  return {
    path,
    lines: text.replace(/\n$/u, '').split('\n'),
    imports: nodes.flatMap((node) => importOf(node, lineOf)),
    globals: nodes.flatMap((node) => globalUse(node, declared, lineOf)),
    functions: nodes.flatMap((node) => functionFact(node, source, lineOf)),
    exports: source.statements.flatMap((statement) => exportsOf(statement, lineOf)),
    defaultExports: source.statements.filter(isDefaultExport).map(lineOf),
    anyTypes: nodes.filter((node) => node.kind === ts.SyntaxKind.AnyKeyword).map(lineOf),
    reExportStars: source.statements.filter((node) => ts.isExportDeclaration(node) && node.exportClause === undefined).map(lineOf),
    onlyPassesOn: source.statements.some(ts.isExportDeclaration) && source.statements.every(isPassing),
  };
}

function everyNode(root: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isPassing(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) || (ts.isExportDeclaration(statement) && (!!statement.moduleSpecifier || !!statement.exportClause))
  );
}

function importOf(node: ts.Node, lineOf: (node: ts.Node) => number): ImportFact[] {
  const fact = (literal: ts.Node | undefined): ImportFact[] =>
    literal && ts.isStringLiteralLike(literal) ? [{ specifier: literal.text, line: lineOf(literal) }] : [];
  if (ts.isImportDeclaration(node)) return fact(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return fact(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) return fact(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
  if (ts.isExternalModuleReference(node)) return fact(node.expression);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return fact(node.arguments[0]);
  return [];
}

function declaredNames(node: ts.Node): string[] {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node);
  return declares && node.name && ts.isIdentifier(node.name) ? [node.name.text] : [];
}

/** An identifier that stands for a value, not for a property, a type or the name of what is being declared. */
function isValueUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (('name' in parent && parent.name === node) || ('propertyName' in parent && parent.propertyName === node)) return false;
  if (ts.isTypeQueryNode(parent) || ts.isExpressionWithTypeArguments(parent)) return true;
  return !ts.isTypeNode(parent) && !ts.isQualifiedName(parent) && !ts.isLabeledStatement(parent) && !ts.isExportSpecifier(parent);
}

function globalUse(node: ts.Node, declared: ReadonlySet<string>, lineOf: (node: ts.Node) => number): GlobalUse[] {
  if (!ts.isIdentifier(node) || declared.has(node.text) || !isValueUse(node)) return [];
  const parent = node.parent;
  const member = memberOf(parent, node);
  const construct = ts.isNewExpression(parent) && parent.expression === node;
  return [{ name: node.text, member, construct, line: lineOf(node) }];
}

function memberOf(parent: ts.Node, node: ts.Identifier): string | undefined {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text;
  if (ts.isElementAccessExpression(parent) && parent.expression === node && ts.isStringLiteralLike(parent.argumentExpression)) {
    return parent.argumentExpression.text;
  }
  return undefined;
}

function functionFact(node: ts.Node, source: ts.SourceFile, lineOf: (node: ts.Node) => number): FunctionFact[] {
  if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return [];
  const end = source.getLineAndCharacterOfPosition(node.end).line + 1;
  const name = node.name && ts.isIdentifier(node.name) ? node.name.text : '(anonymous)';
  return [{ name, line: lineOf(node), lines: end - lineOf(node) + 1, parameters: node.parameters.length }];
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  return (
    ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)
  );
}

function exportsOf(statement: ts.Statement, lineOf: (node: ts.Node) => number): ExportFact[] {
  const exported =
    ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  const documented = ts.getJSDocCommentsAndTags(statement).length > 0;
  const names = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map((declaration) => declaration.name.getText())
    : [(statement as ts.DeclarationStatement).name?.getText() ?? 'default'];
  return names.map((name) => ({ name, line: lineOf(statement), documented }));
}
