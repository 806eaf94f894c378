import { expect, test } from 'vitest';
import { type SecretSource, secretInput } from '../../../src-main/cli/secret-input.ts';

const LABELS = ['API key', 'Secret'];

function asked(chunks: readonly string[], terminal: boolean, labels = LABELS) {
  let prompt = '';
  const raw: boolean[] = [];
  const source: SecretSource = {
    isTTY: terminal,
    setRawMode: (on) => raw.push(on),
    async *[Symbol.asyncIterator]() {
      for (const chunk of chunks) {
        await Promise.resolve();
        yield Buffer.from(chunk);
      }
    },
  };
  const answer = secretInput(source, { write: (text) => void (prompt += text), terminal: true })(labels);
  return { answer: answer.then((secrets) => secrets.map((secret) => secret.open())), prompt: () => prompt, raw };
}

test('standard input has a line for each, whatever its chunks and line ends', async () => {
  expect(await asked(['ke', 'y\r\nsec', 'ret\r\n'], false).answer).toEqual(['key', 'secret']);
  expect(await asked(['only'], false, ['Secret']).answer).toEqual(['only']);
});

test.each([[['key\n']], [['key\n\n']], [['a\nb\nc\n']], [['']]])('standard input %j is refused, saying what is needed', async (chunks) => {
  await expect(asked(chunks, false).answer).rejects.toThrow('API key and Secret are needed, a line each.');
});

test('more than any key is refused, and what was given is not repeated', async () => {
  for (const terminal of [false, true]) {
    const { answer } = asked(['s3cr3t'.repeat(10_000)], terminal);
    await expect(answer).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(answer).rejects.not.toThrow('s3cr3t');
  }
});

test('at a terminal nothing typed is shown; pasting, Backspace and empty lines are understood', async () => {
  const { answer, prompt, raw } = asked(['\r', 'kex', '\u007f', 'y\rsec', 'ret\n'], true);
  expect(await answer).toEqual(['key', 'secret']);
  expect(prompt()).toBe('API key (not shown): \nSecret (not shown): \n\n');
  expect(raw).toEqual([true, false]);
});

test.each([[['ke\u0003y\r']], [['key\r\u0004']], [['key\r']]])('what is broken off at a terminal is no answer: %j', async (chunks) => {
  const { answer, raw } = asked(chunks, true);
  await expect(answer).rejects.toMatchObject({ code: 'call.cancelled' });
  expect(raw).toEqual([true, false]);
});
