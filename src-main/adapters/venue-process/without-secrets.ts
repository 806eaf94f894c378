const SHOWN = '[redacted]';

/** A word shorter than this stands in texts by chance. */
const SHORTEST = 4;

/** A text in which no secret stands: neither as it is, nor as Base64, hexadecimal, or part of an address. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secretFilter(secrets)(text);
}

/** Takes the same secrets out of one text after the other. */
export function secretFilter(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST).flatMap(secretForms);
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, SHOWN), text);
}

/** The forms in which a secret could stand in a text, the longest first. */
export function secretForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const forms = new Set([
    ...[secret, hex, hex.toUpperCase(), bytes.toString('base64').replace(/=+$/u, ''), bytes.toString('base64url')],
    ...[encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
  ]);
  return [...forms].sort((a, b) => b.length - a.length);
}
